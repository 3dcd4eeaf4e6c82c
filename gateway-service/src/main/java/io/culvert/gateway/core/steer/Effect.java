package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** What is to be done with a connection. */
public sealed interface Effect {
  /**
   * Read on, and ask again.
   *
   * @param atLeast with fewer octets than that, from the first, it is no use asking
   */
  record NeedMore(int atLeast) implements Effect {}

  /**
   * Connect there and pass everything on, both ways and untouched from here on.
   *
   * @param first what goes there in place of the octets read so far
   * @param asker who is to be told when there is no connection; null when nobody can be
   */
  record Splice(Target target, Bytes first, @Nullable Asker asker) implements Effect {}

  /**
   * Answer as the TLS server of this name, with what was read so far, and ask {@link
   * Steering#inside} about what comes out.
   *
   * @param name a DNS name or an IPv4 address
   */
  record Terminate(String name) implements Effect {}

  /** Answer it in HTTP and close it. */
  sealed interface Reply extends Effect {}

  /**
   * Send the user to log in.
   *
   * @param url the page she asked for
   */
  record SendToLogIn(String url, Asker asker) implements Reply {}

  /**
   * Hand over what the browser brought from the log-in.
   *
   * @param grant as sent; empty when there was none
   */
  record Redeem(String grant, Asker asker) implements Reply {}

  /** Tell the user why there is nothing else to see. */
  record Show(PageReason reason, Asker asker) implements Reply {}

  /** Have the browser ask once more, in a new connection, for that may pass now. */
  record Again(String url, Asker asker) implements Reply {}

  /** Tell the host what is known of it here. */
  record TellInside() implements Reply {}

  /** Refuse a request that breaks HTTP, with this status. */
  record Refuse(int status) implements Reply {}

  /** Tell the host from now on why requests of it are refused. */
  record TellNotices() implements Effect {}

  /** Close it without a word. */
  record Close(CloseReason reason) implements Effect {}

  /** Where a connection that passes goes. */
  sealed interface Target {
    /** The TCP port there. */
    int port();
  }

  /** To where the host wanted it. */
  record ToAddress(int address, int port) implements Target {}

  /**
   * To one of the addresses this name really has.
   *
   * @param wanted the address the host connects to: the one to take if it is among them
   */
  record ToName(String name, int wanted, int port) implements Target {}

  /**
   * Who asked.
   *
   * @param page whether a page or a redirect is an answer; if not, it is a program
   * @param headOnly whether it wants no body, the method being HEAD
   */
  record Asker(boolean page, boolean headOnly) {}

  /** Why a connection is closed without a word. */
  enum CloseReason {
    /** Neither TLS nor HTTP, from a host that must log in. */
    NOT_WEB,
    /** HTTP/2 without TLS, which we could not answer in HTTP/1.1. */
    HTTP2,
    /** A ClientHello that no server would take. */
    BAD_HELLO,
    /** TLS for another protocol than HTTP/1.1. */
    OTHER_PROTOCOL
  }
}
