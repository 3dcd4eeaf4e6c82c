package io.culvert.gateway.app.access;

import io.culvert.contract.UserSession;

/** What became of a grant that a browser brought. */
public sealed interface LoginResult {
  /**
   * The host may pass from now on.
   *
   * @param url the page that was asked for
   */
  record Accepted(UserSession session, String url) implements LoginResult {}

  /** Nothing has changed. */
  record Refused(Reason reason) implements LoginResult {}

  /** Why a grant is refused. */
  enum Reason {
    /** It or its log-in took too long, or its session is over. */
    EXPIRED("expired"),
    /** Its nonce was used before, or is not one that this gateway gave. */
    REPLAYED("replayed"),
    /** It is for another host. */
    OTHER_HOST("other-host"),
    /** It is not from the tenant's auth-service, not for this POP, or altered. */
    UNREADABLE("unreadable"),
    /** Users changed too often at this address. */
    SUSPENDED("suspended");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** A stable code, such as {@code other-host}. */
    public String code() {
      return code;
    }
  }
}
