package io.culvert.status.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is told in metrics. */
@ConfigMapping(prefix = "culvert.metrics")
public interface MetricsSettings {
  /** With more tunnels than that, none has series of its own: sums alone are told. */
  @WithDefault("1000")
  int tunnels();
}
