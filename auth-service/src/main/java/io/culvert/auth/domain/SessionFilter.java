package io.culvert.auth.domain;

import io.culvert.contract.UserSession;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions a list has; what is null does not matter.
 *
 * @param user part of the user's name, without regard to case
 * @param tunnel the tunnel's id
 * @param ip the inside address
 */
public record SessionFilter(@Nullable String user, @Nullable Long tunnel, @Nullable String ip)
    implements Predicate<UserSession> {
  private static final int MAX_TEXT = 256;

  public SessionFilter {
    user = user == null ? null : user.toLowerCase(Locale.ROOT);
  }

  /**
   * From an input.
   *
   * @throws RefusedException with all that is wrong
   */
  public static SessionFilter of(
      @Nullable String user, @Nullable String tunnel, @Nullable String ip) {
    Violations violations = new Violations();
    String name = violations.optional("user", user, MAX_TEXT);
    Long id = null;
    if (tunnel != null && tunnel.matches("\\d{1,18}")) {
      id = Long.valueOf(tunnel);
    } else if (tunnel != null) {
      violations.add("tunnel", "must be the id of a tunnel, a number");
    }
    String address = violations.optional("ip", ip, MAX_TEXT);
    violations.throwIfAny();
    return new SessionFilter(name, id, address);
  }

  @Override
  public boolean test(UserSession session) {
    return (tunnel == null || session.tunnelId() == tunnel)
        && (ip == null || session.userIp().equalsIgnoreCase(ip))
        && (user == null || session.user().toLowerCase(Locale.ROOT).contains(user));
  }
}
