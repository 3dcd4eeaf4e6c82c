package io.culvert.config.api;

import java.io.Serial;

/** An API token is not accepted, for whatever reason. */
final class WrongTokenException extends SecurityException {
  @Serial private static final long serialVersionUID = 1L;
}
