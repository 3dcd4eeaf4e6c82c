package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers in HTTP/1.1 (RFC 9112 §4). None is kept by a cache, for it is not the origin's; and each
 * is the last of its connection, so that the next request is decided anew.
 */
public final class Answers {
  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511; // RFC 6585 §6

  /** Against pages that would load it as a script or an image. */
  private static final String OWN_SITE =
      """
      X-Content-Type-Options: nosniff\r
      Cross-Origin-Resource-Policy: same-origin\r
      """;

  private Answers() {}

  /** Go there: 302 after a page that was asked for, 307 to ask the same again. */
  public static Bytes redirect(int status, String location) {
    return answer(status, "Location: " + ascii(location) + "\r\n", Bytes.EMPTY, false);
  }

  /** For a program that must log in, RFC 9457 with a member {@code login}: the address to open. */
  public static Bytes logInFirst(String login, Asker asker) {
    return problem(
        NETWORK_AUTHENTICATION_REQUIRED,
        "A user must log in before this network lets the request pass",
        login,
        asker);
  }

  /** For a program, why it gets nothing else. */
  public static Bytes problem(int status, String title, Asker asker) {
    return problem(status, title, null, asker);
  }

  private static Bytes problem(int status, String title, @Nullable String login, Asker asker) {
    JsonObject body =
        new JsonObject().put("type", "about:blank").put("title", title).put("status", status);
    if (login != null) {
      body.put("login", ascii(login));
    }
    return answer(
        status,
        "Content-Type: application/problem+json\r\n",
        utf8(body.toString()),
        asker.headOnly());
  }

  /** A page. It may have style, but no script and nothing from elsewhere. */
  public static Bytes page(int status, String html, Asker asker) {
    return answer(
        status,
        """
        Content-Type: text/html; charset=utf-8\r
        Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r
        X-Content-Type-Options: nosniff\r
        Referrer-Policy: no-referrer\r
        """,
        utf8(html),
        asker.headOnly());
  }

  /** For a program on the host alone: no other site may use it in a page. */
  public static Bytes json(String body) {
    return answer(200, "Content-Type: application/json\r\n" + OWN_SITE, utf8(body), false);
  }

  /**
   * The head of an event stream (HTML Living Standard §9.2), which lasts until the connection ends.
   */
  public static Bytes eventStream() {
    return utf8(
        """
        HTTP/1.1 200 OK\r
        Cache-Control: no-store\r
        Connection: close\r
        Content-Type: text/event-stream\r
        """
            + OWN_SITE
            + "\r\n");
  }

  /** A status and nothing else. */
  public static Bytes bare(int status) {
    // RFC 9110 §15.5.6: what is allowed must be said; it is only at the probe address that not all
    // is.
    return answer(status, status == 405 ? "Allow: GET\r\n" : "", Bytes.EMPTY, false);
  }

  private static Bytes answer(int status, String fields, Bytes body, boolean headOnly) {
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason(status)
            + "\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + fields
            + "\r\n";
    return new ByteWriter()
        .bytes(head.getBytes(StandardCharsets.US_ASCII))
        .bytes(headOnly ? Bytes.EMPTY : body)
        .toBytes();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 302 -> "Found";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 421 -> "Misdirected Request";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case NETWORK_AUTHENTICATION_REQUIRED -> "Network Authentication Required";
      default -> "Answer"; // RFC 9112 §4: for people only
    };
  }

  /** A URI of these characters; what no URI may have is percent-encoded, line ends above all. */
  private static String ascii(String uri) {
    StringBuilder out = new StringBuilder(uri.length());
    for (byte octet : uri.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f && octet != '"' && octet != '<' && octet != '>') {
        out.append((char) octet);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
      }
    }
    return out.toString();
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
