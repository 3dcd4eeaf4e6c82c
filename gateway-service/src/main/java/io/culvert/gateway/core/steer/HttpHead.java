package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.steer.HttpPeek.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request (RFC 9112 §2 to §5) as it grows, each octet once. It is stricter than
 * a server has to be: what the origin might read otherwise is refused.
 */
public final class HttpHead {
  /** How many octets a head may have. */
  public static final int MOST = 16_384;

  private static final int LONGEST_METHOD = 32;
  private static final Set<String> OWN_SITE = Set.of("none", "same-origin");
  private static final String OTHER_TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

  private int at;
  private int lineStart;
  private boolean methodRead;
  private RequestLine.@Nullable Taken line;
  private final List<Field> fields = new ArrayList<>();

  /** One field; its name in lower case, its value without white space around it. */
  private record Field(String name, String value) {}

  /**
   * Reads on, in the first {@code length} octets of the connection. After a result other than
   * {@link HttpPeek.NeedMore} it is not to be asked again.
   */
  public HttpPeek on(byte[] octets, int length) {
    int end = Math.min(length, MOST);
    while (at < end) {
      int c = octets[at] & 0xff;
      if (c == '\r') {
        if (at + 1 == end) {
          break;
        }
        if (octets[at + 1] != '\n') {
          return methodRead ? malformed(Fault.BARE_CR) : new HttpPeek.NotHttp();
        }
        @Nullable HttpPeek result = line(octets);
        if (result != null) {
          return result;
        }
      } else {
        @Nullable HttpPeek result = character(c);
        if (result != null) {
          return result;
        }
        at++;
      }
    }
    return end == MOST ? new HttpPeek.TooLarge() : new HttpPeek.NeedMore();
  }

  private @Nullable HttpPeek character(int c) {
    if (!methodRead) {
      methodRead = c == ' ' && at > 0;
      boolean possible = methodRead || (isTokenCharacter(c) && at < LONGEST_METHOD);
      return possible ? null : new HttpPeek.NotHttp();
    }
    if (c == '\n') {
      return malformed(Fault.BARE_LF); // RFC 9112 §2.2 would let us take it for an end
    }
    boolean control = (c < ' ' && c != '\t') || c == 0x7f;
    return control ? malformed(Fault.CONTROL) : null;
  }

  /** Takes the line that ends here; a result when nothing more is to be read. */
  private @Nullable HttpPeek line(byte[] octets) {
    String text = new String(octets, lineStart, at - lineStart, StandardCharsets.ISO_8859_1);
    at += 2;
    lineStart = at;
    if (line == null) {
      return requestLine(text);
    }
    return text.isEmpty() ? request(line) : field(text);
  }

  private @Nullable HttpPeek requestLine(String text) {
    return switch (RequestLine.read(text)) {
      case RequestLine.Taken taken -> {
        line = taken;
        yield null;
      }
      case RequestLine.Other other -> other.result();
    };
  }

  private @Nullable HttpPeek field(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(0, Math.max(0, colon));
    // RFC 9112 §5: no space before the colon, no folding.
    if (name.isEmpty() || !name.chars().allMatch(HttpHead::isTokenCharacter)) {
      return malformed(Fault.FIELD);
    }
    fields.add(new Field(name.toLowerCase(Locale.ROOT), text.substring(colon + 1).strip()));
    return null;
  }

  private HttpPeek request(RequestLine.Taken line) {
    List<String> hosts = values("host");
    @Nullable Authority authority = line.authority();
    if (hosts.size() > 1 || (hosts.isEmpty() && !line.version10())) {
      return malformed(Fault.HOST); // RFC 9112 §3.2
    }
    if (!hosts.isEmpty()) {
      Optional<Authority> host = Authority.of(hosts.getFirst());
      // RFC 9112 §3.2.2: the target's counts; we insist that there is no choice.
      if (host.isEmpty() || (authority != null && !authority.sameAs(host.get(), 80))) {
        return malformed(Fault.HOST);
      }
      authority = host.get();
    }
    return new HttpPeek.Request(
        line.method(),
        authority,
        line.path(),
        line.query(),
        values("accept").stream().anyMatch(HttpHead::acceptsHtml),
        values("upgrade").stream().anyMatch("websocket"::equalsIgnoreCase),
        isForeign(),
        at);
  }

  /** A browser's own requests say no Origin, and that they are for "none" or its own site. */
  private boolean isForeign() {
    return !values("origin").isEmpty() || !OWN_SITE.containsAll(values("sec-fetch-site"));
  }

  private List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
  }

  /** RFC 9110 §12.5.1. Programs say any type; whoever can show a page says so. */
  private static boolean acceptsHtml(String accept) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      String type = parts[0].strip();
      boolean refused = false;
      for (int i = 1; i < parts.length; i++) {
        refused |= parts[i].strip().matches("q=0(?:\\.0{0,3})?");
      }
      if (!refused && (type.equals("text/html") || type.equals("application/xhtml+xml"))) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9110 §5.6.2. */
  static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || OTHER_TOKEN_CHARACTERS.indexOf(c) >= 0;
  }

  private static HttpPeek malformed(Fault fault) {
    return new HttpPeek.Malformed(fault);
  }
}
