package io.culvert.auth.login;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name at which browsers bring their grants back. It is this service's own, not the host of the
 * page that was asked for: whoever lures a user to log in with a ticket of another host would be
 * sent the grant there (docs/adr/0014).
 */
public record ReturnHost(String name) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");

  /**
   * @throws IllegalArgumentException when it is not the name of a host
   */
  public ReturnHost {
    name = name.strip().toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the return host must be a name such as return.example.com");
    }
  }
}
