package io.culvert.gateway.core.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable octet string: equal by content, shown by length only, so that it may stand in
 * records and logs.
 */
public final class Bytes {
  /** No octets. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of these octets. */
  public static Bytes of(byte... octets) {
    return new Bytes(octets.clone());
  }

  /** A copy of {@code length} octets from {@code offset}. */
  public static Bytes of(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    return new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** The four octets of this number, most significant first: the form of an ESP SPI. */
  public static Bytes ofInt(int value) {
    return new Bytes(
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
  }

  /** The eight octets of this number, most significant first: the form of an IKE SPI. */
  public static Bytes ofLong(long value) {
    return new ByteWriter().u64(value).toBytes();
  }

  /** The octets that a string of hex digits names; blanks and line ends are skipped. */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** A copy of the octets. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** How many octets. */
  public int length() {
    return octets.length;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return octets.length == 0;
  }

  /** The octet at this index, 0 to 255. */
  public int get(int index) {
    return octets[index] & 0xff;
  }

  /**
   * The number that exactly four octets are, most significant first: an ESP SPI.
   *
   * @throws IllegalStateException when there are not four
   */
  public int toInt() {
    if (octets.length != 4) {
      throw new IllegalStateException("not four octets but " + octets.length);
    }
    return (get(0) << 24) | (get(1) << 16) | (get(2) << 8) | get(3);
  }

  void writeTo(ByteWriter out) {
    out.bytes(octets);
  }

  /** Compares in constant time, because some octet strings are MACs. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return octets.length + " octets";
  }
}
