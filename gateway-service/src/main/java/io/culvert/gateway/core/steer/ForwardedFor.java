package io.culvert.gateway.core.steer;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells the origin the inside address of a request in plain HTTP. Only the first request of a
 * connection is seen, so it is made the only one: RFC 9112 §9.6, {@code Connection: close}.
 */
public final class ForwardedFor {
  private static final String FIELD = "X-Forwarded-For";
  private static final String LINE_END = "\r\n";

  /** What asks for another protocol, RFC 9110 §7.8 and, of old, RFC 7540 §3.2.1. */
  private static final Set<String> UPGRADE = Set.of("upgrade", "http2-settings");

  /** Options of the Connection field that are not passed on as they are. */
  private static final Set<String> OURS =
      Set.of("", "close", "keep-alive", "x-forwarded-for", "upgrade", "http2-settings");

  private ForwardedFor() {}

  /**
   * Whether the origin is told of this host.
   *
   * @param addresses {@code xffAddresses} of the tunnel: of whom it is told; none when it is off
   * @param inside the host's address
   */
  public static boolean isFor(List<String> addresses, int inside) {
    return addresses.contains(TunnelChange.EVERYBODY) || addresses.contains(Ipv4Range.text(inside));
  }

  /**
   * The same octets with one such field in the head, whatever the host itself had put there.
   *
   * @param length of the head, the empty line included; whatever follows stays
   * @param webSocket whether it becomes one: then it lasts. A change to another protocol, such as
   *     HTTP/2, is not asked for: more requests would follow in it
   */
  static Bytes rewrite(Bytes read, int length, boolean webSocket, String inside) {
    byte[] octets = read.toArray();
    String head = new String(octets, 0, length - 4, StandardCharsets.ISO_8859_1);
    List<String> options = new ArrayList<>();
    StringBuilder out = new StringBuilder(length + 64);
    for (String line : head.split(LINE_END, -1)) {
      String name = name(line);
      if (name.equals("connection") && !webSocket) {
        options.add(line.substring(line.indexOf(':') + 1));
      } else if (!name.equals("x-forwarded-for") && (webSocket || !UPGRADE.contains(name))) {
        out.append(line).append(LINE_END);
      }
    }
    out.append(FIELD).append(": ").append(inside).append(LINE_END);
    if (!webSocket) {
      out.append("Connection: ").append(closing(options)).append(LINE_END);
    }
    out.append(LINE_END);
    return new ByteWriter()
        .bytes(out.toString().getBytes(StandardCharsets.ISO_8859_1))
        .bytes(Bytes.of(octets, length, octets.length - length))
        .toBytes();
  }

  private static String name(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  /** What else it says stays: fields that are for the next hop alone are named there. */
  private static String closing(List<String> options) {
    StringBuilder all = new StringBuilder("close");
    for (String option : String.join(",", options).split(",", -1)) {
      String token = option.strip();
      all.append(OURS.contains(token.toLowerCase(Locale.ROOT)) ? "" : ", " + token);
    }
    return all.toString();
  }
}
