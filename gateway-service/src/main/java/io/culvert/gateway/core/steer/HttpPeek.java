package io.culvert.gateway.core.steer;

import org.jspecify.annotations.Nullable;

/** What the first octets of a connection are, read as HTTP/1.1. */
public sealed interface HttpPeek {
  /** Too little to tell. */
  record NeedMore() implements HttpPeek {}

  /**
   * The head of a request.
   *
   * @param method as sent; case matters
   * @param authority the host it is for, and its port; null when an HTTP/1.0 request names none
   * @param path from the slash to the question mark, as sent; {@code *} for OPTIONS of the server
   * @param query behind the question mark; null when there is none
   * @param html whether it accepts HTML, as browsers do that ask for a page
   * @param webSocket whether it asks for a WebSocket, RFC 6455 §4.1
   * @param foreign whether a page of another site may be asking: there is an Origin, RFC 6454 §7,
   *     or a Sec-Fetch-Site that says so
   * @param length how many octets it has, the empty line included
   */
  record Request(
      String method,
      @Nullable Authority authority,
      String path,
      @Nullable String query,
      boolean html,
      boolean webSocket,
      boolean foreign,
      int length)
      implements HttpPeek {
    /** Whether it asks for a page to be shown, so that a redirect or a page is an answer. */
    boolean wantsPage() {
      return html && (method.equals("GET") || method.equals("HEAD"));
    }

    /**
     * What a query parameter is, as sent; null when it is not there. Its name and its value need no
     * percent-encoding where this is used.
     */
    @Nullable String parameter(String name) {
      if (query == null) {
        return null;
      }
      for (String pair : query.split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return pair.substring(name.length() + 1);
        }
      }
      return null;
    }
  }

  /** HTTP/2 without asking for it first, RFC 9113 §3.4. */
  record Http2() implements HttpPeek {}

  /** Something other than HTTP. */
  record NotHttp() implements HttpPeek {}

  /** A request that two readers might take for different ones, or that none would take. */
  record Malformed(Fault fault) implements HttpPeek {}

  /** More than {@link HttpHead#MOST} octets and no end. */
  record TooLarge() implements HttpPeek {}

  /** What is wrong with it. */
  enum Fault {
    /** A line ends with LF alone. */
    BARE_LF,
    /** A CR that ends no line. */
    BARE_CR,
    /** NUL or another control character. */
    CONTROL,
    /** Not three parts with one space between. */
    REQUEST_LINE,
    /** A version other than 1.0 and 1.1. */
    VERSION,
    /** A target of no form, or of one that is for proxies. */
    TARGET,
    /** A field goes on in the next line, or a line is none. */
    FIELD,
    /** Host is missing, there twice, not a host, or another one than the target's. */
    HOST
  }
}
