package io.culvert.gateway.core.ike.crypto;

/**
 * The peer's key exchange value is not one of its group; the message says how, without the value.
 */
public final class InvalidKeException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidKeException(String message) {
    super(message);
  }
}
