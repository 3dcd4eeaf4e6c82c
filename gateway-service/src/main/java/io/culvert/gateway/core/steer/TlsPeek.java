package io.culvert.gateway.core.steer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first octets of a connection are, read as TLS. */
public sealed interface TlsPeek {
  /**
   * Too little to tell.
   *
   * @param atLeast with fewer octets than that, from the first, it is no use asking again
   */
  record NeedMore(int atLeast) implements TlsPeek {}

  /**
   * A ClientHello.
   *
   * @param serverName the one in clear, in the form of {@link HostName}; null when there is none or
   *     an IP address, which RFC 6066 §3 does not allow as a name
   * @param ech whether there is an encrypted ClientHello inside, or the imitation of one
   * @param protocols what ALPN offers, as ISO 8859-1; empty when it offers nothing
   */
  record Hello(@Nullable String serverName, boolean ech, List<String> protocols)
      implements TlsPeek {
    public Hello {
      protocols = List.copyOf(protocols);
    }
  }

  /** Something other than TLS. */
  record NotTls() implements TlsPeek {}

  /** TLS, but no ClientHello that a server would take. */
  record Malformed(Fault fault) implements TlsPeek {}

  /** What is wrong with it. */
  enum Fault {
    /** A record of another type, empty, too long or of no version. */
    RECORD,
    /** The first handshake message is another one. */
    NOT_CLIENT_HELLO,
    /** More than {@link ClientHello#MOST} octets. */
    TOO_LONG,
    /** A length does not fit what it is in. */
    LENGTH,
    /** An extension is there twice. */
    TWICE,
    /** There are several server names, or it is none. */
    SERVER_NAME
  }
}
