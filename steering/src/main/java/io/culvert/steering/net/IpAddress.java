package io.culvert.steering.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An address as a number. Those of IPv4 come before those of IPv6.
 *
 * @param six whether it is of IPv6
 * @param high the upper 64 bits of IPv6; 0 for IPv4
 * @param low the lower 64 bits of IPv6, or the 32 of IPv4
 */
public record IpAddress(boolean six, long high, long low) implements Comparable<IpAddress> {
  private static final long MAX_FOUR = 0xFFFF_FFFFL;
  private static final int MAX_TEXT = 45;
  private static final Comparator<IpAddress> ORDER =
      Comparator.comparing(IpAddress::six)
          .thenComparing(IpAddress::high, Long::compareUnsigned)
          .thenComparing(IpAddress::low, Long::compareUnsigned);

  public IpAddress {
    if (!six && (high != 0 || (low & ~MAX_FOUR) != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /** An IPv4 address, its first octet in the topmost bits. */
  public static IpAddress of(int four) {
    return new IpAddress(false, 0, Integer.toUnsignedLong(four));
  }

  /** The same address. */
  public static IpAddress of(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == Integer.BYTES
        ? new IpAddress(false, 0, number(octets, 0, Integer.BYTES))
        : new IpAddress(
            true, number(octets, 0, Long.BYTES), number(octets, Long.BYTES, 2 * Long.BYTES));
  }

  /**
   * Reads an address; null when the text is none. IPv4 is four decimal numbers without leading
   * zeros, which some read as octal; IPv6 has no zone and does not wrap an IPv4 address, which is
   * to be written as such.
   */
  public static @Nullable IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? readFour(text) : readSix(text);
  }

  private static @Nullable IpAddress readFour(String text) {
    long address = 0;
    int octets = 0;
    int from = 0;
    while (octets < Integer.BYTES) {
      int dot = text.indexOf('.', from);
      int end = dot < 0 ? text.length() : dot;
      int octet = decimal(text, from, end, 3);
      if (octet < 0 || octet > 0xFF || (dot < 0) != (octets == Integer.BYTES - 1)) {
        return null;
      }
      address = address << Byte.SIZE | octet;
      octets++;
      from = end + 1;
    }
    return new IpAddress(false, 0, address);
  }

  private static @Nullable IpAddress readSix(String text) {
    boolean plain =
        text.length() <= MAX_TEXT
            && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    if (!plain) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text) instanceof Inet6Address read ? of(read) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A number without leading zeros and of at most so many digits; -1 when it is none. */
  static int decimal(String text, int from, int end, int digits) {
    if (end <= from || end - from > digits || (text.charAt(from) == '0' && end - from > 1)) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  /** How many bits such an address has. */
  int bits() {
    return six ? 2 * Long.SIZE : Integer.SIZE;
  }

  /** The address after it; null after the last. */
  @Nullable IpAddress next() {
    if (low == (six ? -1 : MAX_FOUR)) {
      return !six || high == -1 ? null : new IpAddress(true, high + 1, 0);
    }
    return new IpAddress(six, high, low + 1);
  }

  @Override
  public int compareTo(IpAddress other) {
    return ORDER.compare(this, other);
  }

  private static long number(byte[] octets, int from, int end) {
    long number = 0;
    for (int i = from; i < end; i++) {
      number = number << Byte.SIZE | (octets[i] & 0xFF);
    }
    return number;
  }
}
