package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.steer.HttpPeek.Fault;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first line of a request, RFC 9112 §3, or what it is instead. */
sealed interface RequestLine {
  /** How the target of a request begins that is for a proxy. */
  String SCHEME = "http://";

  /**
   * A request line.
   *
   * @param authority of a target in absolute form; null of another
   */
  record Taken(
      String method,
      @Nullable Authority authority,
      String path,
      @Nullable String query,
      boolean version10)
      implements RequestLine {}

  /** What it says of all of the connection. */
  record Other(HttpPeek result) implements RequestLine {}

  /** Reads the line, without its end. */
  static RequestLine read(String text) {
    if (text.equals("PRI * HTTP/2.0")) {
      return new Other(new HttpPeek.Http2());
    }
    String[] parts = text.split(" ", -1);
    String version = parts[parts.length - 1];
    if (!version.startsWith("HTTP/")) {
      return new Other(new HttpPeek.NotHttp());
    }
    if (parts.length != 3) {
      return malformed(Fault.REQUEST_LINE);
    }
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      return malformed(Fault.VERSION);
    }
    return target(parts[0], parts[1], version.equals("HTTP/1.0"));
  }

  private static RequestLine target(String method, String target, boolean version10) {
    // RFC 3986 has fewer characters, and browsers more; a fragment is never sent.
    boolean legal = target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    if (!legal || method.equals("CONNECT")) {
      return malformed(Fault.TARGET);
    }
    if (target.startsWith("/")) {
      return origin(method, null, target, version10);
    }
    if (target.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return absolute(method, target.substring(SCHEME.length()), version10);
    }
    return target.equals("*") && method.equals("OPTIONS")
        ? new Taken(method, null, "*", null, version10)
        : malformed(Fault.TARGET);
  }

  private static RequestLine absolute(String method, String rest, boolean version10) {
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
      end++;
    }
    Optional<Authority> authority = Authority.of(rest.substring(0, end));
    String local = rest.substring(end);
    return authority.isEmpty()
        ? malformed(Fault.TARGET)
        : origin(method, authority.get(), local.startsWith("/") ? local : "/" + local, version10);
  }

  private static RequestLine origin(
      String method, @Nullable Authority authority, String local, boolean version10) {
    int mark = local.indexOf('?');
    return mark < 0
        ? new Taken(method, authority, local, null, version10)
        : new Taken(
            method, authority, local.substring(0, mark), local.substring(mark + 1), version10);
  }

  private static RequestLine malformed(Fault fault) {
    return new Other(new HttpPeek.Malformed(fault));
  }
}
