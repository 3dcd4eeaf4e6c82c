package io.culvert.config.domain;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as text: strict reading, canonical writing. Never asks a name server. */
public final class IpText {
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
  private static final Pattern CIDR = Pattern.compile("([0-9.]+)/(3[0-2]|[12]?[0-9])");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private IpText() {}

  /** The canonical text of an IPv4 or IPv6 address; empty when it is neither. */
  public static Optional<String> canonical(String text) {
    return canonicalV4(text).or(() -> canonicalV6(text));
  }

  /** Four decimal numbers without leading zeros. */
  public static Optional<String> canonicalV4(String text) {
    return IPV4.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /** An IPv6 address in the form of RFC 5952; addresses that only wrap an IPv4 one are refused. */
  public static Optional<String> canonicalV6(String text) {
    if (text.length() > 45 || !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = Inet6Address.ofLiteral(text);
      return address instanceof Inet6Address v6 ? Optional.of(write(v6)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An IPv4 network in CIDR without a bit behind its prefix, such as {@code 192.168.1.0/24}. */
  public static Optional<String> network(String text) {
    Matcher cidr = CIDR.matcher(text.strip());
    if (!cidr.matches() || canonicalV4(cidr.group(1)).isEmpty()) {
      return Optional.empty();
    }
    int address = ByteBuffer.wrap(Inet4Address.ofLiteral(cidr.group(1)).getAddress()).getInt();
    int prefix = Integer.parseInt(cidr.group(2));
    boolean rest = prefix < 32 && address << prefix != 0;
    return rest ? Optional.empty() : Optional.of(text.strip());
  }

  /**
   * Whether a device or gateway can have this (canonical) address: not unspecified, not multicast.
   */
  public static boolean unicast(String canonical) {
    InetAddress address =
        canonical.indexOf(':') >= 0
            ? Inet6Address.ofLiteral(canonical)
            : Inet4Address.ofLiteral(canonical);
    return !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  // RFC 5952 §4: lower case, no leading zeros, the first longest run of two or more zero groups as
  // ::
  private static String write(Inet6Address address) {
    byte[] octets = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
    }
    return join(groups, runStart, runLength);
  }

  private static String join(int[] groups, int runStart, int runLength) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
