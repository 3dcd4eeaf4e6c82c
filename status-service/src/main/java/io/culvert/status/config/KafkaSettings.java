package io.culvert.status.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How topics are created that do not exist yet. */
@ConfigMapping(prefix = "culvert.kafka")
public interface KafkaSettings {
  /** Copies of each partition, at most the number of brokers. */
  @WithDefault("1")
  short replicationFactor();
}
