package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;

/** Takes readings of identities apart. */
final class Identities {
  private Identities() {}

  static String text(Identity.Reading reading) {
    return switch (reading) {
      case Identity.Reading.Known known -> known.identity().value();
      case Identity.Reading.Refused refused -> refused.reason();
    };
  }

  static Identity known(Identity.Reading reading) {
    return switch (reading) {
      case Identity.Reading.Known known -> known.identity();
      case Identity.Reading.Refused refused ->
          throw new IllegalStateException("not an identity: " + refused.reason());
    };
  }
}
