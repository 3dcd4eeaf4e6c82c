package io.culvert.gateway.core.esp;

import java.util.Arrays;

/** The keys of one direction of an SA. They are given once and erased when the SA is built. */
public final class EspKeys {
  private final byte[] encryption;
  private final byte[] integrity;

  /**
   * Copies the keys.
   *
   * @param encryption the cipher's key, with its salt behind it for GCM; empty for NULL
   * @param integrity the MAC's key; empty for GCM
   */
  public EspKeys(byte[] encryption, byte[] integrity) {
    this.encryption = encryption.clone();
    this.integrity = integrity.clone();
  }

  byte[] encryption() {
    return encryption;
  }

  byte[] integrity() {
    return integrity;
  }

  boolean fit(EspTransform transform) {
    return encryption.length == transform.encryptionKeyLength()
        && integrity.length == transform.integrity().keyLength();
  }

  /** Overwrites the keys with zeros. */
  public void erase() {
    Arrays.fill(encryption, (byte) 0);
    Arrays.fill(integrity, (byte) 0);
  }

  @Override
  public String toString() {
    return "***";
  }
}
