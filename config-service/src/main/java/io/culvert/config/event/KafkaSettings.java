package io.culvert.config.event;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** The client properties of the broker: everything configured as {@code kafka.*}. */
@Singleton
class KafkaSettings {
  private final Map<String, Object> configured;

  KafkaSettings(@Identifier("default-kafka-broker") Map<String, Object> configured) {
    this.configured = configured;
  }

  /** A new map each time; it has {@code bootstrap.servers}. */
  Map<String, String> client() {
    Map<String, String> client = new TreeMap<>();
    configured.forEach((name, value) -> client.put(name, String.valueOf(value)));
    return client;
  }
}
