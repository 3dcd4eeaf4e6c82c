package io.culvert.gateway.app.steering;

import java.util.Optional;

/**
 * Where users log in, and what they bring back. Asked by threads of the network: it never waits.
 */
public interface LoginDesk {
  /**
   * Where to send a browser.
   *
   * @param url the page it asked for, absolute
   * @return an absolute URL; empty when nobody can log in at the moment
   */
  Optional<String> loginAddress(SteeredHost host, String url);

  /**
   * Opens the host if the grant is for it.
   *
   * @param grant as the host sent it; anything
   */
  Redeemed redeem(SteeredHost host, String grant);

  /** What became of a grant. */
  sealed interface Redeemed {}

  /**
   * The host is open.
   *
   * @param url the page it had asked for, absolute
   */
  record Opened(String url) implements Redeemed {}

  /** The host stays as it is. */
  record Refused(Refusal reason) implements Redeemed {}

  /** Why a grant is refused. */
  enum Refusal {
    /** It is none, or not from an auth-service that this POP knows. */
    UNREADABLE,
    /** It is for another host. */
    OTHER_HOST,
    /** It was used, or this gateway did not ask for it. */
    NOT_ASKED_FOR,
    /** It came too late. */
    EXPIRED,
    /** The address changed its user too often and waits. */
    SUSPENDED
  }
}
