package io.culvert.auth.app;

import java.util.Map;
import java.util.stream.Stream;

/** Why a log-in cannot go on, in words for the user it happens to. */
final class FlowFaults {
  private static final Map<String, String> SENTENCES =
      Map.of(
          "ticket-MALFORMED",
              "This address is not complete. Please open the page you wanted again.",
          "ticket-UNKNOWN_POP", "The gateway is not known here yet. Please try again in a minute.",
          "ticket-EXPIRED", "This took too long. Please open the page you wanted again.",
          "ticket-NOT_YET_VALID", "The clocks of the gateway and of this service differ too much.",
          "not-configured", "Nobody has chosen yet how users of your organisation log in.",
          "too-many",
              "There were too many log-ins at once. Please try again in a quarter of an hour.",
          "unknown-request",
              "This log-in is over, or was not begun here. Please open the page you wanted again.",
          "relay-state", "This log-in was begun elsewhere. Please open the page you wanted again.",
          "replayed", "This log-in was used already. Please open the page you wanted again.",
          "other-browser",
              "This log-in was begun in another browser, or cookies are switched off. Please open"
                  + " the page you wanted again.");

  private FlowFaults() {}

  /** The codes there are. */
  static Stream<String> codes() {
    return SENTENCES.keySet().stream();
  }

  static String sentence(String code) {
    return SENTENCES.getOrDefault(code, "Please open the page you wanted again.");
  }
}
