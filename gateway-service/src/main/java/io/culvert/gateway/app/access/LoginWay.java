package io.culvert.gateway.app.access;

/** Where a host that must log in is sent. */
public sealed interface LoginWay {
  /**
   * To its log-in.
   *
   * @param url of the auth-service, with the ticket
   * @param ticket the same alone, for a program that logs its user in without a browser
   */
  record Go(String url, String ticket) implements LoginWay {
    /** The ticket is for the browser alone. */
    @Override
    public String toString() {
      return "Go[***]";
    }
  }

  /** Nowhere for some minutes: users changed too often at this address. */
  record Suspended() implements LoginWay {}

  /** Nowhere: its tenant has no way to log in, or none is known. */
  record Nowhere() implements LoginWay {}
}
