package io.culvert.gateway.core.steer;

import io.culvert.contract.LoginGrant;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.Effect.CloseReason;
import io.culvert.gateway.core.steer.Effect.Target;
import io.culvert.gateway.core.steer.Names.Verdict;
import io.culvert.gateway.core.wire.Bytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of one connection, from its first octets. It is asked with more and more of
 * them until the answer is another one than {@link Effect.NeedMore}, which is the last.
 */
public final class Steering {
  private static final String PROTOCOL = "http/1.1";
  private static final int BAD_REQUEST = 400;
  private static final int MISDIRECTED = 421; // RFC 9110 §15.5.20
  private static final int TOO_LARGE = 431; // RFC 6585 §5

  private final Arrival arrival;
  private final Names names;
  private final @Nullable String tlsName;
  private final HttpHead head = new HttpHead();
  private final @Nullable Probe probe;
  private String about;

  /** For a connection as it arrives. */
  public Steering(Arrival arrival, Names names) {
    this(arrival, names, null);
  }

  private Steering(Arrival arrival, Names names, @Nullable String tlsName) {
    this.arrival = arrival;
    this.names = names;
    this.tlsName = tlsName;
    this.probe = arrival.probe() ? new Probe(arrival.address()) : null;
    this.about = tlsName == null ? literal() : tlsName;
  }

  /** For what comes out of TLS that we answered in this name, from its own first octet on. */
  public Steering inside(String name) {
    return new Steering(arrival, names, name);
  }

  /** What to do, given the first {@code length} octets of the connection. */
  public Effect on(byte[] octets, int length) {
    if (probe != null) {
      return probe.on(octets, length);
    }
    if (tlsName != null) {
      return inClear(octets, length);
    }
    return switch (ClientHello.peek(octets, length)) {
      case TlsPeek.NeedMore(int atLeast) -> new Effect.NeedMore(atLeast);
      case TlsPeek.Hello hello -> tls(hello, Bytes.of(octets, 0, length));
      case TlsPeek.NotTls() -> inClear(octets, length);
      case TlsPeek.Malformed _ -> new Effect.Close(CloseReason.BAD_HELLO);
    };
  }

  /** What the connection is for, as far as it was read: a host name, else {@code address:port}. */
  public String about() {
    return about.equals(literal()) ? about + ":" + arrival.port() : about;
  }

  private Effect tls(TlsPeek.Hello hello, Bytes read) {
    String name = Objects.requireNonNullElseGet(hello.serverName(), this::literal);
    about = name;
    List<String> protocols = hello.protocols();
    return switch (names.of(name)) {
      case Names.HostPasses() -> new Effect.Splice(wanted(), read, null);
      case Names.NamePasses() -> new Effect.Splice(target(name), read, null);
      // RFC 7301 §3.2: a server that shares no protocol refuses, so no certificate is needed.
      case Names.LogIn(), Names.Blocked _ ->
          protocols.isEmpty() || protocols.contains(PROTOCOL)
              ? new Effect.Terminate(name)
              : new Effect.Close(CloseReason.OTHER_PROTOCOL);
    };
  }

  private Effect inClear(byte[] octets, int length) {
    return switch (head.on(octets, length)) {
      case HttpPeek.NeedMore() -> new Effect.NeedMore(length + 1);
      case HttpPeek.Request request -> http(request, Bytes.of(octets, 0, length));
      case HttpPeek.Http2() -> unnamed(CloseReason.HTTP2, octets, length);
      case HttpPeek.NotHttp() -> unnamed(CloseReason.NOT_WEB, octets, length);
      case HttpPeek.Malformed _ -> new Effect.Refuse(BAD_REQUEST);
      case HttpPeek.TooLarge() -> new Effect.Refuse(TOO_LARGE);
    };
  }

  /** Something that names no host and cannot be answered. */
  private Effect unnamed(CloseReason reason, byte[] octets, int length) {
    boolean passes =
        tlsName == null
            && switch (names.of(literal())) {
              case Names.HostPasses(), Names.NamePasses() -> true;
              case Names.LogIn(), Names.Blocked _ -> false;
            };
    return passes
        ? new Effect.Splice(wanted(), Bytes.of(octets, 0, length), null)
        : new Effect.Close(reason);
  }

  private Effect http(HttpPeek.Request request, Bytes read) {
    Authority authority =
        Objects.requireNonNullElseGet(request.authority(), () -> new Authority(literal(), 0));
    String name = authority.name();
    about = name;
    Asker asker = new Asker(request.wantsPage(), request.method().equals("HEAD"));
    if (tlsName != null && !tlsName.equals(name)) {
      return new Effect.Refuse(MISDIRECTED);
    }
    if (request.path().equals(LoginGrant.PATH) && request.method().equals("GET")) {
      String grant = Objects.requireNonNullElse(request.parameter(LoginGrant.PARAMETER), "");
      return new Effect.Redeem(grant, asker);
    }
    String url = (tlsName == null ? "http://" : "https://") + authority + local(request);
    Verdict verdict = names.of(name);
    return switch (verdict) {
      case Names.HostPasses() -> passes(wanted(), url, request, read, asker);
      case Names.NamePasses() -> passes(target(name), url, request, read, asker);
      case Names.LogIn() -> new Effect.SendToLogIn(url, asker);
      case Names.Blocked(PageReason reason) -> new Effect.Show(reason, asker);
    };
  }

  private Effect passes(
      Target target, String url, HttpPeek.Request request, Bytes read, Asker asker) {
    // What was opened cannot be passed on unopened: the rule is new, the next connection follows
    // it.
    if (tlsName != null) {
      return new Effect.Again(url, asker);
    }
    Bytes first =
        arrival.forwardedFor()
            ? ForwardedFor.rewrite(
                read, request.length(), request.webSocket(), Ipv4Range.text(arrival.inside()))
            : read;
    return new Effect.Splice(target, first, asker);
  }

  private static String local(HttpPeek.Request request) {
    String path = request.path().equals("*") ? "/" : request.path();
    return request.query() == null ? path : path + "?" + request.query();
  }

  private Target wanted() {
    return new Effect.ToAddress(arrival.address(), arrival.port());
  }

  private Target target(String name) {
    return name.equals(literal())
        ? wanted()
        : new Effect.ToName(name, arrival.address(), arrival.port());
  }

  private String literal() {
    return Ipv4Range.text(arrival.address());
  }
}
