package io.culvert.steering.net;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of one kind.
 *
 * @param first the first of them
 * @param last the last of them, not before the first
 */
public record IpRange(IpAddress first, IpAddress last) {
  public IpRange {
    if (first.six() != last.six() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException("a range has one kind of address and begins at its first");
    }
  }

  /**
   * Reads an address, two with a hyphen between them, or a CIDR; null when the text is none of
   * these, mixes IPv4 and IPv6, ends before it begins or has bits after its prefix.
   */
  public static @Nullable IpRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return cidr(IpAddress.parse(text.substring(0, slash)), text, slash + 1);
    }
    int hyphen = text.indexOf('-');
    IpAddress first = IpAddress.parse(hyphen < 0 ? text : text.substring(0, hyphen));
    IpAddress last = hyphen < 0 ? first : IpAddress.parse(text.substring(hyphen + 1));
    return first == null || last == null || first.six() != last.six() || first.compareTo(last) > 0
        ? null
        : new IpRange(first, last);
  }

  private static @Nullable IpRange cidr(@Nullable IpAddress network, String text, int at) {
    int length = IpAddress.decimal(text, at, text.length(), 3);
    if (network == null || length < 0 || length > network.bits()) {
      return null;
    }
    int free = network.bits() - length;
    long low = ones(free);
    long high = ones(free - Long.SIZE);
    if ((network.low() & low) != 0 || (network.high() & high) != 0) {
      return null;
    }
    return new IpRange(
        network, new IpAddress(network.six(), network.high() | high, network.low() | low));
  }

  /** So many ones in the lowest bits: none when the count is negative, 64 at most. */
  private static long ones(int count) {
    return count <= 0 ? 0 : -1L >>> Math.max(0, Long.SIZE - count);
  }
}
