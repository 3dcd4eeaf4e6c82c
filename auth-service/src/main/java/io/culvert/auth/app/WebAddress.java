package io.culvert.auth.app;

import io.culvert.auth.domain.Violations;
import io.culvert.steering.net.HostName;
import io.culvert.steering.net.IpAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser goes for a URL.
 *
 * @param host the name in it; null when it has an address instead
 * @param port 1 to 65535
 */
public record WebAddress(@Nullable String host, int port) {
  private static final int MAX_URL = 2_048;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Scheme, user, host or address in brackets, port; what comes after them does not matter. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:([a-zA-Z][a-zA-Z0-9+.-]*)://)?+([^/?#]*@)?(\\[[^\\]/?#]*\\]|[^:/?#@\\[\\]]*)(:[^/?#@]*)?(?:[/?#].*)?");

  /** Of an input; notes what is wrong with it, and answers some address then. */
  static WebAddress read(Violations violations, String field, @Nullable String url) {
    String text = violations.required(field, url, MAX_URL);
    Matcher parts = URL.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      if (!text.isEmpty()) {
        violations.add(field, "must be a web address, such as https://www.example.com/");
      }
      return new WebAddress(null, HTTPS);
    }
    String scheme = parts.group(1) == null ? "https" : parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      violations.add(field, "must begin with http:// or https://");
    }
    if (parts.group(2) != null) {
      violations.add(field, "must not have a user or a password");
    }
    int port = port(violations, field, parts.group(4), scheme.equals("http") ? HTTP : HTTPS);
    return new WebAddress(host(violations, field, parts.group(3)), port);
  }

  private static @Nullable String host(Violations violations, String field, String text) {
    boolean bracketed = text.startsWith("[");
    IpAddress address = IpAddress.parse(bracketed ? text.substring(1, text.length() - 1) : text);
    if (address != null) {
      return null;
    }
    String name = bracketed ? null : HostName.canonical(text);
    if (name == null) {
      violations.add(field, "has neither a host name nor an address");
    }
    return name;
  }

  private static int port(
      Violations violations, String field, @Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    int port = text.matches(":\\d{1,5}") ? Integer.parseInt(text.substring(1)) : 0;
    if (port < 1 || port > 65_535) {
      violations.add(field, "must have a port from 1 to 65535");
      return otherwise;
    }
    return port;
  }
}
