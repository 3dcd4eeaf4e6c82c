package io.culvert.config.app;

/**
 * A pre-shared key as it is stored.
 *
 * @param sealed nonce and ciphertext under the key-encryption key, Base64
 * @param digest keyed hash, Base64; equal keys have equal digests
 */
public record SealedSecret(String sealed, String digest) {
  @Override
  public String toString() {
    return "SealedSecret[***]";
  }
}
