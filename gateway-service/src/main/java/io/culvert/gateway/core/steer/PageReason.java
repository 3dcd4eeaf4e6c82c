package io.culvert.gateway.core.steer;

/** Why a user sees a page of ours in place of the one she asked for. */
public enum PageReason {
  /** She must log in, and nobody can at the moment. */
  LOGIN_AWAY(503),
  /** What she came back with from the log-in was not taken. */
  GRANT_REFUSED(403),
  /** The address changed its user too often and waits. */
  SUSPENDED(403),
  /** The name that may pass leads nowhere. */
  UNRESOLVED(502),
  /** The site that may pass did not answer. */
  UNREACHABLE(502);

  private final int status;

  PageReason(int status) {
    this.status = status;
  }

  /** The HTTP status it comes with. */
  public int status() {
    return status;
  }
}
