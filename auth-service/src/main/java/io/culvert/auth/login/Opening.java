package io.culvert.auth.login;

import io.culvert.contract.LoginSeal;

/** What became of a sealed ticket. */
public sealed interface Opening {
  /** It is good: who may be granted what. */
  record Opened(LoginSeal.Issued issued) implements Opening {}

  /** It is not. */
  record Refused(Reason reason) implements Opening {}

  /** Why a ticket is refused. */
  enum Reason {
    /** It is not one, was altered, or is not for this service. */
    MALFORMED,
    /** It names a POP that is not known, or whose key is not known yet. */
    UNKNOWN_POP,
    /** It was issued longer ago than {@link Tickets#LIFE}. */
    EXPIRED,
    /** It was issued later than now: the clock here or there is wrong. */
    NOT_YET_VALID
  }
}
