package io.culvert.auth.app;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What must be done now and then, by whichever instance comes to it. */
@ApplicationScoped
class Upkeep {
  private final TenantAuthStore tenants;
  private final PendingLogins logins;
  private final IdpSessions sessions;

  Upkeep(TenantAuthStore tenants, PendingLogins logins, IdpSessions sessions) {
    this.tenants = tenants;
    this.logins = logins;
    this.sessions = sessions;
  }

  /** Forgets log-ins and sessions that are over. */
  @Scheduled(every = "1m", delayed = "1m")
  Uni<Void> forgetLogins() {
    Instant now = Instant.now();
    return logins.forget(now).chain(() -> sessions.forget(now)).replaceWithVoid();
  }

  /**
   * Tells gateways where to send users, where that has changed. Not before the application runs:
   * its keys may still be in the making, for which no event loop should wait.
   */
  @Scheduled(every = "10s", delayed = "1s", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> announce() {
    return tenants
        .outdated()
        .onItem()
        .transformToMulti(all -> Multi.createFrom().iterable(all))
        .onItem()
        .transformToUniAndConcatenate(tenant -> tenants.change(tenant, UnaryOperator.identity()))
        .onItem()
        .ignoreAsUni();
  }
}
