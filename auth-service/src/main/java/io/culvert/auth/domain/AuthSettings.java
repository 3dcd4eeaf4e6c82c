package io.culvert.auth.domain;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how users log in.
 *
 * @param enabled whether they must before their traffic passes
 * @param account the SAML account they log in with; null when none is chosen
 * @param sessionLifetimeSeconds how long a log-in lasts
 * @param idleTimeoutSeconds how long a silent host stays logged in; 0 means no limit
 * @param webPorts TCP ports the steering proxy takes
 * @param passWhileAway whether hosts that must log in pass while logging in cannot work
 * @param organisation whose name pages for users carry; null means the tenant's id
 * @param colour of those pages, as {@code #1f4e79}
 */
public record AuthSettings(
    boolean enabled,
    @Nullable Long account,
    long sessionLifetimeSeconds,
    long idleTimeoutSeconds,
    List<Integer> webPorts,
    boolean passWhileAway,
    @Nullable String organisation,
    String colour) {
  /** Eight hours: a working day. */
  public static final long DEFAULT_LIFETIME = 8 * 3600;

  /** A dark blue, on which white is legible. */
  public static final String DEFAULT_COLOUR = "#1f4e79";

  private static final long MIN_LIFETIME = 3600;
  private static final long MAX_LIFETIME = 180L * 86_400;
  private static final long MIN_IDLE = 60;
  private static final int MAX_ORGANISATION = 100;
  private static final int MAX_PORTS = 20;
  private static final int MAX_COLOUR = 20;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final List<Integer> WEB = List.of(80, 443);

  /** What a tenant has that never set anything: nobody must log in. */
  public static final AuthSettings INITIAL =
      new AuthSettings(false, null, DEFAULT_LIFETIME, 0, WEB, false, null, DEFAULT_COLOUR);

  /** Values outside today's bounds stay readable, and a document of before has no colour. */
  public AuthSettings {
    webPorts = List.copyOf(webPorts);
    colour = Objects.requireNonNullElse(colour, DEFAULT_COLOUR);
  }

  /** Whose name pages for users of that tenant carry. */
  public String organisation(String tenant) {
    return Objects.requireNonNullElse(organisation, tenant);
  }

  /**
   * Settings from an input; absent fields take their defaults.
   *
   * @throws RefusedException with all that is wrong
   */
  public static AuthSettings of(
      @Nullable Boolean enabled,
      @Nullable String type,
      @Nullable Long account,
      @Nullable Long lifetime,
      @Nullable Long idle,
      @Nullable List<Integer> ports,
      @Nullable Boolean passWhileAway,
      @Nullable String organisation,
      @Nullable String colour) {
    Violations violations = new Violations();
    if (enabled == null) {
      violations.add("enabled", "is missing");
    }
    if (type != null && !type.equalsIgnoreCase("SAML")) {
      violations.add("type", "must be SAML");
    }
    boolean on = Boolean.TRUE.equals(enabled);
    if (on && account == null) {
      violations.add("account", "is missing; users cannot log in without a SAML account");
    }
    long lasts = lifetime == null ? DEFAULT_LIFETIME : lifetime;
    long silent = idle == null ? 0 : idle;
    durations(violations, lasts, silent);
    List<Integer> web = ports(violations, ports);
    String whose = violations.optional("organisation", organisation, MAX_ORGANISATION);
    String look = colour(violations, colour);
    boolean away = Boolean.TRUE.equals(passWhileAway);
    violations.throwIfAny();
    return new AuthSettings(on, account, lasts, silent, web, away, whose, look);
  }

  private static void durations(Violations violations, long lasts, long silent) {
    boolean fits = lasts >= MIN_LIFETIME && lasts <= MAX_LIFETIME;
    if (!fits) {
      violations.add(
          "sessionLifetimeSeconds",
          "must be from " + MIN_LIFETIME + " to " + MAX_LIFETIME + " (1 hour to 180 days)");
    }
    long most = fits ? lasts : MAX_LIFETIME;
    if (silent != 0 && (silent < MIN_IDLE || silent > most)) {
      violations.add(
          "idleTimeoutSeconds",
          "must be 0 for no limit, or from "
              + MIN_IDLE
              + " (1 minute) to "
              + most
              + ", as long as a log-in lasts");
    }
  }

  private static String colour(Violations violations, @Nullable String colour) {
    String text = violations.optional("colour", colour, MAX_COLOUR);
    if (text != null && !COLOUR.matcher(text).matches()) {
      violations.add("colour", "must be # and six hexadecimal digits, such as " + DEFAULT_COLOUR);
    }
    return text == null ? DEFAULT_COLOUR : text.toLowerCase(Locale.ROOT);
  }

  private static List<Integer> ports(Violations violations, @Nullable List<Integer> ports) {
    if (ports == null) {
      return WEB;
    }
    if (ports.isEmpty() || ports.size() > MAX_PORTS) {
      violations.add("webPorts", "must have 1 to " + MAX_PORTS + " ports");
    }
    for (int i = 0; i < ports.size(); i++) {
      Integer port = ports.get(i);
      if (port == null || port < 1 || port > 65_535) {
        violations.add("webPorts[" + i + "]", "must be a port from 1 to 65535");
      }
    }
    return ports.stream().filter(port -> port != null).distinct().sorted().toList();
  }
}
