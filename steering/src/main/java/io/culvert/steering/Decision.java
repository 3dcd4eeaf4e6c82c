package io.culvert.steering;

/** What happens to a host's traffic, and the rule that decides it. */
public sealed interface Decision {
  /** The tenant asks nobody to log in. */
  record AuthenticationOff() implements Decision {}

  /**
   * The host's inside address is in a network location that is bypassed by user IP.
   *
   * @param location its name
   * @param range the one of its ranges, as the admin wrote it
   */
  record UserNetwork(String location, String range) implements Decision {}

  /**
   * The device's outer address is in a network location that is bypassed by egress IP.
   *
   * @param location its name
   * @param range the one of its ranges, as the admin wrote it
   */
  record EgressNetwork(String location, String range) implements Decision {}

  /**
   * The name is bypassed.
   *
   * @param entry exact, or {@code *.} and a name it is below
   */
  record BypassDomain(String entry) implements Decision {}

  /**
   * The name is of a web category that is bypassed.
   *
   * @param category as the category file spells it
   */
  record BypassCategory(String category) implements Decision {}

  /**
   * The name is needed to log in: of an identity provider, or of the auth-service.
   *
   * @param entry exact, or {@code *.} and a name it is below
   */
  record LoginHost(String entry) implements Decision {}

  /** Nothing lets it pass: the user must log in, and is sent to do so. */
  record MustLogIn() implements Decision {}

  /**
   * The user must log in, and nothing sends them there: no name is seen on this port, so rules for
   * names do not count either.
   *
   * @param port no web port of the tenant
   */
  record NotAWebPort(int port) implements Decision {}

  /** Whether the traffic passes before the user has logged in. */
  default boolean passes() {
    return switch (this) {
      case AuthenticationOff _,
          UserNetwork _,
          EgressNetwork _,
          BypassDomain _,
          BypassCategory _,
          LoginHost _ ->
          true;
      case MustLogIn _, NotAWebPort _ -> false;
    };
  }
}
