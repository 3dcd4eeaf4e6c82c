package io.culvert.gateway.core.steer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of hosts as they are compared: lower case, without the dot of the root. Whatever could be
 * read in two ways is no name at all, so that it is never taken for one that is bypassed.
 */
public final class HostName {
  private static final int LONGEST = 253;
  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*+");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  /**
   * A last label that resolvers of the BSD kind take for a number, and so all of it for an IPv4.
   */
  private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");

  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

  private HostName() {}

  /** The name in its one form; empty when it is neither a DNS name nor an IPv4 address. */
  public static Optional<String> normal(String text) {
    String name = lowerCase(text);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.length() > LONGEST || !LABELS.matcher(name).matches()) {
      return Optional.empty();
    }
    return NUMBER_LAST.matcher(name).matches() && !isIpv4(name)
        ? Optional.empty()
        : Optional.of(name);
  }

  /** Whether it is an IPv4 address in dotted decimal. */
  public static boolean isIpv4(String name) {
    return IPV4.matcher(name).matches();
  }

  /** Of the host of an authority: an IPv6 address in brackets is one too. */
  static Optional<String> ofAuthority(String text) {
    return text.startsWith("[")
        ? Optional.of(lowerCase(text)).filter(name -> IPV6.matcher(name).matches())
        : normal(text);
  }

  /** Of ASCII letters only: no other letter may become one (the Kelvin sign is a k to Unicode). */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append((c >= 'A' && c <= 'Z') ? (char) (c + 0x20) : c);
    }
    return lower.toString();
  }
}
