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

  private final Outage forgetting = outage("forgetting what is over");
  private final Outage announcing = outage("telling gateways of log-ins");
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
    return told(forgetting, logins.forget(now).chain(() -> sessions.forget(now)).replaceWithVoid());
  }

  /**
   * Tells gateways where to send users, where that has changed. Not before the application runs:
   * its keys may still be in the making, for which no event loop should wait.
   */
  @Scheduled(every = "10s", delayed = "1s", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> announce() {
    return told(
        announcing,
        tenants
            .outdated()
            .onItem()
            .transformToMulti(all -> Multi.createFrom().iterable(all))
            .onItem()
            .transformToUniAndConcatenate(
                tenant -> tenants.change(tenant, UnaryOperator.identity()))
            .onItem()
            .ignoreAsUni());
  }

  private static Outage outage(String what) {
    return new Outage(
        reason -> LOG.warnf("%s failed, will be tried again: %s", what, reason),
        LOG::info,
        what + " works again");
  }

  /** Told once that it fails: the scheduler would do so each minute, with a stack trace. */
  private static Uni<Void> told(Outage outage, Uni<Void> work) {
    return work.invoke(outage::over)
        .onFailure()
        .invoke(failure -> outage.found(failure.toString()))
        .onFailure()
        .recoverWithNull();
  }
}
