package io.culvert.gateway.adapter.metrics;

import io.culvert.gateway.config.GatewayConfig;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Has every series of this process say of which gateway it is, and routes be named as the OpenAPI
 * document does: {@code {id}}, without what an id is.
 */
final class SeriesNames {
  private SeriesNames() {}

  @Produces
  @Singleton
  static MeterFilter gateway(GatewayConfig config) {
    return MeterFilter.commonTags(Tags.of("pop", config.pop(), "gateway", config.id()));
  }

  @Produces
  @Singleton
  static MeterFilter routes() {
    return MeterFilter.replaceTagValues("uri", SeriesNames::plain);
  }

  static String plain(String route) {
    return route.replaceAll("\\{(\\w+) *:[^/]*}", "{$1}");
  }
}
