package io.culvert.gateway.core.net;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 prefix.
 *
 * @param first its first address
 * @param prefixLength 8 to 30
 */
public record Ipv4Range(int first, int prefixLength) {
  private static final String DOTTED = "(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})";
  private static final Pattern ADDRESS = Pattern.compile(DOTTED);
  private static final Pattern TEXT = Pattern.compile(DOTTED + "/(\\d{1,2})");

  public Ipv4Range {
    if (prefixLength < 8 || prefixLength > 30) {
      throw new IllegalArgumentException("prefix length must be 8 to 30: " + prefixLength);
    }
    if ((first & ~mask(prefixLength)) != 0) {
      throw new IllegalArgumentException("address bits beyond the prefix: " + text(first));
    }
  }

  /** Reads {@code 100.64.0.0/10}. */
  public static Ipv4Range parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not an IPv4 prefix: " + text);
    }
    return new Ipv4Range(
        address(text.substring(0, text.indexOf('/')))
            .orElseThrow(() -> new IllegalArgumentException("not an IPv4 prefix: " + text)),
        Integer.parseInt(m.group(5)));
  }

  /** Reads an address in dotted decimal; empty where the text is none. */
  public static OptionalInt address(String text) {
    Matcher m = ADDRESS.matcher(text);
    if (!m.matches()) {
      return OptionalInt.empty();
    }
    int address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(m.group(i));
      if (octet > 255) {
        return OptionalInt.empty();
      }
      address = address << 8 | octet;
    }
    return OptionalInt.of(address);
  }

  public boolean contains(int address) {
    return (address & mask(prefixLength)) == first;
  }

  /** How many addresses it has. */
  public int size() {
    return 1 << (32 - prefixLength);
  }

  /** Dotted decimal of an address. */
  public static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xFF)
        + "."
        + (address >>> 8 & 0xFF)
        + "."
        + (address & 0xFF);
  }

  @Override
  public String toString() {
    return text(first) + "/" + prefixLength;
  }

  private static int mask(int prefixLength) {
    return -1 << (32 - prefixLength);
  }
}
