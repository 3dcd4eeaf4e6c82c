package io.culvert.config;

import io.culvert.config.app.Actor;
import io.culvert.config.app.Tenants;
import io.culvert.config.config.ConfigServiceConfig;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.Tenant;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Makes the tenant {@code demo} where the settings ask for it. */
@ApplicationScoped
class DemoTenant {
  private final ConfigServiceConfig config;
  private final Tenants tenants;

  DemoTenant(ConfigServiceConfig config, Tenants tenants) {
    this.config = config;
    this.tenants = tenants;
  }

  void onStart(@Observes StartupEvent event) throws Throwable {
    if (config.demoTenant()) {
      VertxContextSupport.subscribeAndAwait(
          () ->
              AtStart.patiently(
                  () ->
                      tenants
                          .create(
                              Actor.SERVICE,
                              "demo",
                              "Demo",
                              List.of(Tenant.IPSEC_LICENCE),
                              Tenant.USUAL_GRACE)
                          .replaceWithVoid()
                          .onFailure(RefusedException.class)
                          .recoverWithNull()));
    }
  }
}
