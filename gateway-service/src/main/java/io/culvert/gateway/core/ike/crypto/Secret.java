package io.culvert.gateway.core.ike.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Key octets that can be erased. Prints as {@code ***}, compares in constant time, and cannot be
 * used after {@link #erase()}.
 */
public final class Secret {
  private final byte[] octets;
  private boolean erased;

  private Secret(byte[] octets) {
    this.octets = octets;
  }

  /** A secret of these octets; the caller keeps the array and should clear it. */
  public static Secret copyOf(byte[] octets) {
    return new Secret(octets.clone());
  }

  /** A secret around this very array, which the caller gives away. */
  static Secret adopt(byte[] octets) {
    return new Secret(octets);
  }

  /** The secret of no octets: the key of an algorithm that takes none. */
  public static Secret empty() {
    return new Secret(new byte[0]);
  }

  /** Number of octets. */
  public int length() {
    return octets.length;
  }

  /**
   * A copy of the octets; the caller should clear it after use.
   *
   * @throws IllegalStateException when erased
   */
  public byte[] toArray() {
    return slice(0, octets.length);
  }

  /** A copy of the octets {@code from} (inclusive) to {@code to} (exclusive). */
  byte[] slice(int from, int to) {
    if (erased) {
      throw new IllegalStateException("the secret is erased");
    }
    Objects.checkFromToIndex(from, to, octets.length);
    return Arrays.copyOfRange(octets, from, to);
  }

  /** Cuts into secrets of these lengths, one after the other, and erases this one. */
  Secret[] cut(int... lengths) {
    Secret[] pieces = new Secret[lengths.length];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      pieces[i] = adopt(slice(at, at + lengths[i]));
      at += lengths[i];
    }
    erase();
    return pieces;
  }

  /** Overwrites the octets with zeros. Erasing twice is allowed. */
  public void erase() {
    Arrays.fill(octets, (byte) 0);
    erased = true;
  }

  /** Whether {@link #erase()} was called. */
  public boolean isErased() {
    return erased;
  }

  /** Whether both hold the same octets, in constant time; an erased secret equals only itself. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Secret that
            && !erased
            && !that.erased
            && MessageDigest.isEqual(octets, that.octets));
  }

  /** The length alone: a hash of the octets would leak them. */
  @Override
  public int hashCode() {
    return octets.length;
  }

  @Override
  public String toString() {
    return "***";
  }
}
