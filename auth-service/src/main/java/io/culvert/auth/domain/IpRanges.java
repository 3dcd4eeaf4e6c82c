package io.culvert.auth.domain;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses, ranges ({@code first-last}) and CIDRs, of IPv4 and IPv6. */
public final class IpRanges {
  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");

  private IpRanges() {}

  /** An address as a number, and how many bits its kind has. */
  private record Address(BigInteger value, int bits) {}

  /**
   * The ranges in lower case, each once, in the order given. One element may hold several,
   * separated by commas or white space.
   *
   * @throws RefusedException with every element at fault
   */
  public static List<String> read(String field, List<String> elements) {
    Violations violations = new Violations();
    Set<String> ranges = new LinkedHashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      String at = field + "[" + i + "]";
      String element = elements.get(i);
      if (element == null || element.isBlank()) {
        violations.add(at, "is empty");
        continue;
      }
      String joined = element.strip().replaceAll("\\s*-\\s*", "-").toLowerCase(Locale.ROOT);
      for (String text : SEPARATORS.split(joined, -1)) {
        String fault = text.isEmpty() ? null : fault(text);
        if (fault != null) {
          violations.add(at, fault);
        } else if (!text.isEmpty()) {
          ranges.add(text);
        }
      }
    }
    violations.throwIfAny();
    return List.copyOf(ranges);
  }

  private static @Nullable String fault(String text) {
    if (text.contains("/")) {
      return cidrFault(text);
    }
    if (text.contains("-")) {
      return rangeFault(text);
    }
    return address(text) == null ? "must be an address, a range or a CIDR" : null;
  }

  private static @Nullable String rangeFault(String text) {
    String[] ends = text.split("-", -1);
    Address first = address(ends[0]);
    Address last = ends.length == 2 ? address(ends[1]) : null;
    if (first == null || last == null) {
      return "must be two addresses with a hyphen between them";
    }
    if (first.bits != last.bits) {
      return "must not mix IPv4 and IPv6";
    }
    return first.value.compareTo(last.value) > 0 ? "ends before it begins" : null;
  }

  private static @Nullable String cidrFault(String text) {
    String[] parts = text.split("/", -1);
    Address network = address(parts[0]);
    if (network == null || parts.length != 2 || !LENGTH.matcher(parts[1]).matches()) {
      return "must be an address and a prefix length, such as 192.0.2.0/24";
    }
    int length = Integer.parseInt(parts[1]);
    if (length > network.bits) {
      return "has a prefix length above " + network.bits;
    }
    BigInteger host = BigInteger.ONE.shiftLeft(network.bits - length).subtract(BigInteger.ONE);
    return network.value.and(host).signum() == 0
        ? null
        : "has bits after its prefix; begin with the first address of the network";
  }

  private static @Nullable Address address(String text) {
    if (IPV4.matcher(text).matches()) {
      return new Address(new BigInteger(1, InetAddress.ofLiteral(text).getAddress()), 32);
    }
    if (text.length() > 45 || !IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      // One that wraps an IPv4 address reads as that: it is to be written as IPv4.
      return InetAddress.ofLiteral(text) instanceof Inet6Address six
          ? new Address(new BigInteger(1, six.getAddress()), 128)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
