package io.culvert.auth.app;

import io.culvert.auth.domain.AuthSettings;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.auth.login.Granted;
import io.culvert.auth.login.Grants;
import io.culvert.auth.login.Opening;
import io.culvert.auth.login.Tickets;
import io.culvert.contract.LoginSeal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Logs in the user of a device client for the host that it runs on. */
@ApplicationScoped
public class ClientLogin {
  private static final String METHOD = "client";

  private final TenantAuthStore store;
  private final Tickets tickets;
  private final Grants grants;
  private final LoginCounts counts;

  ClientLogin(TenantAuthStore store, Tickets tickets, Grants grants, LoginCounts counts) {
    this.store = store;
    this.tickets = tickets;
    this.grants = grants;
    this.counts = counts;
  }

  /**
   * Who is signed in at a client.
   *
   * @param tenant of the user
   * @param name of the user, at most {@link Grants#MAX_NAME} characters
   * @param groups of the user
   */
  public record User(String tenant, String name, List<String> groups) {
    public User {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A grant for the ticket's host.
   *
   * @throws RefusedException when the ticket is not good, or of another tenant's tunnel
   */
  public Uni<Granted> grant(String ticket, User user, Instant now) {
    LoginSeal.Issued issued =
        switch (tickets.open(ticket, now)) {
          case Opening.Opened opened -> opened.issued();
          case Opening.Refused refused -> throw refused(refused.reason());
        };
    if (!issued.ticket().tenant().equals(user.tenant())) {
      throw refused(LoginCounts.OTHER_TENANT, "is not of a tunnel of the user's tenant");
    }
    return store.read(user.tenant()).map(auth -> grant(issued, user, auth, now));
  }

  private Granted grant(LoginSeal.Issued issued, User user, TenantAuth auth, Instant now) {
    AuthSettings settings = auth.settings();
    Duration lifetime = Duration.ofSeconds(settings.sessionLifetimeSeconds());
    Granted granted =
        grants
            .grant(issued, user.name(), user.groups(), METHOD, lifetime, now)
            .orElseThrow(() -> refused(Opening.Reason.UNKNOWN_POP));
    counts.accepted(LoginCounts.Method.CLIENT);
    return granted;
  }

  private RefusedException refused(Opening.Reason reason) {
    return refused(LoginCounts.ofTicket(reason), words(reason));
  }

  private RefusedException refused(String code, String message) {
    counts.refused(LoginCounts.Method.CLIENT, code);
    return RefusedException.invalid("ticket", message);
  }

  private static String words(Opening.Reason reason) {
    return switch (reason) {
      case MALFORMED -> "is not one that a gateway gave for this service";
      case UNKNOWN_POP -> "is of a point of presence that is not known here, or not yet";
      case EXPIRED -> "has expired; ask the gateway for another one";
      case NOT_YET_VALID -> "was given later than now; a clock is wrong";
    };
  }
}
