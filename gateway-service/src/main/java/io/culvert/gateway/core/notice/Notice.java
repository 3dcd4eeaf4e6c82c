package io.culvert.gateway.core.notice;

import io.culvert.gateway.core.steer.JsonObject;
import io.culvert.gateway.core.steer.PageReason;
import java.time.Instant;
import java.util.Locale;

/**
 * Something of a host was refused, or sent to log in.
 *
 * @param at when
 * @param target what it was for: a host name, an address, or an address and a port
 */
public record Notice(Instant at, Reason reason, String target) implements NoticeEvent {
  /** Why; the first five stand for the pages a user would have seen. */
  public enum Reason {
    /** She must log in, and nobody can at the moment. */
    LOGIN_AWAY("The user must log in, and logging in is not possible at the moment."),
    /** What came back from the log-in was not taken. */
    GRANT_REFUSED("The log-in was not accepted here."),
    /** The address changed its user too often and waits. */
    SUSPENDED("Users changed too often at this address; it has to wait for five minutes."),
    /** The name that may pass leads nowhere. */
    UNRESOLVED("The name leads to no address that can be reached."),
    /** The site that may pass did not answer. */
    UNREACHABLE("The site does not answer."),
    /** She must log in first. */
    LOGIN_REQUIRED("The user must log in before this passes."),
    /** It could not be answered with a log-in. */
    BLOCKED("Nothing but web pages can lead to a log-in, and the user must log in first."),
    /** It is no request that the gateway would pass on or answer. */
    BAD_REQUEST("The request is not one in HTTP/1.1, or may be read in two ways.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** The reason for which a user sees that page. */
    public static Reason of(PageReason page) {
      return switch (page) {
        case LOGIN_AWAY -> LOGIN_AWAY;
        case GRANT_REFUSED -> GRANT_REFUSED;
        case SUSPENDED -> SUSPENDED;
        case UNRESOLVED -> UNRESOLVED;
        case UNREACHABLE -> UNREACHABLE;
      };
    }

    /** A stable code, such as {@code login-required}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String text() {
    return "event: refused\ndata: "
        + new JsonObject()
            .put("at", at.toString())
            .put("reason", reason.code())
            .put("target", target)
            .put("message", reason.sentence)
        + "\n\n";
  }
}
