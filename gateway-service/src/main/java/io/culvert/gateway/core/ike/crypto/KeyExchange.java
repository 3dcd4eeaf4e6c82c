package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.HashSet;
import java.util.Set;

/**
 * Our half of one Diffie-Hellman exchange. The private value is new for every exchange and usable
 * once.
 */
public sealed interface KeyExchange permits ModpExchange, CurveExchange {
  /** The methods this gateway can compute. */
  Set<KeMethod> SUPPORTED = supported();

  private static Set<KeMethod> supported() {
    Set<KeMethod> all = new HashSet<>(ModpExchange.GROUPS.keySet());
    all.addAll(CurveExchange.CURVES.keySet());
    return Set.copyOf(all);
  }

  /**
   * Begins an exchange.
   *
   * @throws IllegalArgumentException when the method is not {@link #SUPPORTED}
   */
  static KeyExchange begin(KeMethod method, Randomness randomness) {
    ModpExchange.Group group = ModpExchange.GROUPS.get(method);
    return group == null
        ? new CurveExchange(method, CurveExchange.curve(method), randomness)
        : new ModpExchange(method, group, randomness);
  }

  /** Octets of a public value of that method (RFC 7296 §3.4, RFC 5903 §7, RFC 8031 §3.1). */
  static int publicValueLength(KeMethod method) {
    ModpExchange.Group group = ModpExchange.GROUPS.get(method);
    return group == null ? CurveExchange.curve(method).publicValueLength() : group.length();
  }

  /** The method. */
  KeMethod method();

  /** What goes into our KE payload. */
  Bytes publicValue();

  /**
   * The shared secret g^ir, in the length the method prescribes. Our private value is forgotten,
   * whatever the outcome.
   *
   * @param peer what the peer's KE payload holds
   * @throws InvalidKeException when that is not a value of the method
   * @throws IllegalStateException when called twice
   */
  Secret agree(Bytes peer) throws InvalidKeException;
}
