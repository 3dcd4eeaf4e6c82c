package io.culvert.config.api;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Has metrics name routes as the OpenAPI document does: {@code {id}}, without what an id is. */
final class RouteNames {
  private RouteNames() {}

  @Produces
  @Singleton
  static MeterFilter plain() {
    return MeterFilter.replaceTagValues("uri", RouteNames::plain);
  }

  static String plain(String route) {
    return route.replaceAll("\\{(\\w+) *:[^/]*}", "{$1}");
  }
}
