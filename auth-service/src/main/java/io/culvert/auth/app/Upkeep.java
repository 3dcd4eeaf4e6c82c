package io.culvert.auth.app;

import io.culvert.operation.Outage;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** What must be done now and then, by whichever instance comes to it. */
@ApplicationScoped
class Upkeep {
  private static final Logger LOG = Logger.getLogger(Upkeep.class);

  private final TenantAuthStore tenants;
  private final PendingLogins logins;
  private final IdpSessions sessions;
  private final Outage announcing =
      new Outage(LOG::warn, LOG::info, "gateways are told where users log in again");

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
        .ignoreAsUni()
        .invoke(announcing::over)
        .onFailure()
        .recoverWithUni(
            failure -> {
              announcing.found(
                  "gateways are not told where users log in, will be tried again: " + failure);
              return Uni.createFrom().voidItem();
            });
  }
}
