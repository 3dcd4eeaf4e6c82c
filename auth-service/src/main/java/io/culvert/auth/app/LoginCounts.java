package io.culvert.auth.app;

import io.culvert.auth.login.Opening;
import io.culvert.auth.saml.SamlRefusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Counts log-ins by what became of them. Reasons are those that this service knows; any other
 * counts as {@code other}. They are there from the start: of a series that begins with 1 Prometheus
 * sees no increase.
 */
@Startup
@ApplicationScoped
public class LoginCounts {
  static final String OTHER_TENANT = "other-tenant";
  private static final String ACCEPTED = "none";
  private static final String OTHER = "other";

  /** How a user logs in. */
  public enum Method {
    /** In a browser, at an identity provider. */
    SAML,
    /** At a client on her device. */
    CLIENT
  }

  private record Key(Method method, String reason) {}

  /** Filled once, and only read from then on. */
  private final Map<Key, Counter> counters = new HashMap<>();

  /** Registers a counter for each reason there is. */
  public LoginCounts(MeterRegistry registry) {
    Stream<String> tickets = Arrays.stream(Opening.Reason.values()).map(LoginCounts::ofTicket);
    Stream<String> answers = Arrays.stream(SamlRefusal.values()).map(SamlRefusal::name);
    Stream.of(FlowFaults.codes(), answers, Stream.of(ACCEPTED, OTHER))
        .flatMap(reasons -> reasons)
        .forEach(reason -> register(registry, Method.SAML, reason));
    Stream.concat(tickets, Stream.of(OTHER_TENANT, ACCEPTED, OTHER))
        .forEach(reason -> register(registry, Method.CLIENT, reason));
  }

  private void register(MeterRegistry registry, Method method, String code) {
    String reason = label(code);
    counters.put(
        new Key(method, reason),
        Counter.builder("culvert.logins")
            .description("Log-ins that ended with a grant, and steps of log-ins that were refused")
            .tag("method", method.name().toLowerCase(Locale.ROOT))
            .tag("result", reason.equals(ACCEPTED) ? "accepted" : "refused")
            .tag("reason", reason)
            .register(registry));
  }

  /** The code of a ticket that is refused. */
  static String ofTicket(Opening.Reason reason) {
    return "ticket-" + reason.name();
  }

  private static String label(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A user got a grant. */
  public void accepted(Method method) {
    counter(method, ACCEPTED).increment();
  }

  /** A step of a log-in was refused; {@code code} is as in the log. */
  public void refused(Method method, String code) {
    counter(method, label(code)).increment();
  }

  private Counter counter(Method method, String reason) {
    Counter known = counters.get(new Key(method, reason));
    return known == null ? Objects.requireNonNull(counters.get(new Key(method, OTHER))) : known;
  }
}
