package io.culvert.gateway.core.steer;

import io.culvert.contract.LoginGrant;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.Effect.CloseReason;
import java.util.Objects;

/**
 * Decides what a connection to the POP's probe address is answered. Nothing of it is passed on. It
 * is for programs on the host: a page in a browser there must not learn who is logged in, nor get a
 * ticket, so a request must name the address itself, which a name that was made to lead here (DNS
 * rebinding) does not, and must not be sent on behalf of another site. Answers have no CORS fields.
 */
public final class Probe {
  /** The TCP port it answers at. */
  public static final int PORT = 80;

  /** Where a host asks whether it is inside a tunnel. */
  public static final String PATH = "/probe";

  /** Where it is told why requests are refused. */
  public static final String NOTICES = "/notifications";

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int MISDIRECTED = 421; // RFC 9110 §15.5.20
  private static final int TOO_LARGE = 431; // RFC 6585 §5

  private final Authority self;
  private final HttpHead head = new HttpHead();

  /** For a connection to this IPv4 address. */
  Probe(int address) {
    this.self = new Authority(Ipv4Range.text(address), PORT);
  }

  /** What a ticket says was asked for, so that a grant leads back to it. */
  public static String url(int address) {
    return "http://" + Ipv4Range.text(address) + PATH;
  }

  /** What to do, given the first {@code length} octets of the connection. */
  Effect on(byte[] octets, int length) {
    return switch (head.on(octets, length)) {
      case HttpPeek.NeedMore() -> new Effect.NeedMore(length + 1);
      case HttpPeek.Request request -> answer(request);
      case HttpPeek.Http2() -> new Effect.Close(CloseReason.HTTP2);
      case HttpPeek.NotHttp() -> new Effect.Close(CloseReason.NOT_WEB);
      case HttpPeek.Malformed _ -> new Effect.Refuse(BAD_REQUEST);
      case HttpPeek.TooLarge() -> new Effect.Refuse(TOO_LARGE);
    };
  }

  private Effect answer(HttpPeek.Request request) {
    Authority asked = request.authority();
    if (asked == null || !self.sameAs(asked, PORT)) {
      return new Effect.Refuse(MISDIRECTED);
    }
    if (request.foreign()) {
      return new Effect.Refuse(FORBIDDEN);
    }
    // Paths are compared as sent: what another server would take for one of these is not found.
    return switch (request.path()) {
      case PATH -> ifGet(request, new Effect.TellInside());
      case NOTICES -> ifGet(request, new Effect.TellNotices());
      case LoginGrant.PATH ->
          ifGet(
              request,
              new Effect.Redeem(
                  Objects.requireNonNullElse(request.parameter(LoginGrant.PARAMETER), ""),
                  new Asker(request.wantsPage(), false)));
      default -> new Effect.Refuse(NOT_FOUND);
    };
  }

  private static Effect ifGet(HttpPeek.Request request, Effect answer) {
    return request.method().equals("GET") ? answer : new Effect.Refuse(METHOD_NOT_ALLOWED);
  }
}
