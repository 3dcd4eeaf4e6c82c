package io.culvert.gateway.core.ike.task;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects what was seen, for an event. Values come from the network, so whatever is not printable
 * ASCII becomes a question mark and long ones are cut.
 */
public final class Evidence {
  private static final int MAX_LENGTH = 1200;
  private final Map<String, String> seen = new LinkedHashMap<>();

  private Evidence() {}

  /** Starts with the peer's address. */
  public static Evidence from(InetSocketAddress remote) {
    return new Evidence()
        .with("remote", remote.getAddress().getHostAddress() + " port " + remote.getPort());
  }

  /** Starts empty. */
  public static Evidence none() {
    return new Evidence();
  }

  /** What a refused peer offered, beside what is configured here. */
  public static Map<String, String> compare(String offered, String configured) {
    return none().with("offered", offered).with("configured", configured).toMap();
  }

  /** Adds a value by name. */
  public Evidence with(String name, String value) {
    seen.put(name, printable(value));
    return this;
  }

  /** Adds all of these. */
  public Evidence with(Map<String, String> more) {
    more.forEach(this::with);
    return this;
  }

  /** A copy. */
  public Map<String, String> toMap() {
    return Map.copyOf(seen);
  }

  /** Printable ASCII of bounded length. */
  static String printable(String value) {
    String bounded = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
    StringBuilder text = new StringBuilder(bounded.length());
    bounded.chars().forEach(c -> text.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return text.toString();
  }
}
