package io.culvert.auth.event;

import io.culvert.auth.login.PopKeys;
import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.UnreadableEventException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Follows {@code pop-changes} for the keys of POPs. */
@Startup
@ApplicationScoped
class PopTopic {
  private final TopicCopy copy;

  PopTopic(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      PopKeys keys,
      MeterRegistry metrics) {
    copy = TopicCopy.start(Topic.POP_CHANGES, kafka, metrics, () -> new Keys(keys));
  }

  @PreDestroy
  void stop() {
    copy.close();
  }

  private record Keys(PopKeys keys, Map<String, String> live) implements TopicCopy.Target {
    Keys(PopKeys keys) {
      this(keys, new ConcurrentHashMap<>());
    }

    @Override
    public void put(String key, byte[] value) throws UnreadableEventException {
      PopChange pop = EventJson.read(value, PopChange.class);
      if (!pop.name().equals(key)) {
        throw new UnreadableEventException("PopChange: key and name differ");
      }
      String publicKey = pop.publicKey();
      if (publicKey == null) {
        live.remove(key);
      } else {
        live.put(key, publicKey);
      }
    }

    @Override
    public void remove(String key) {
      live.remove(key);
    }

    @Override
    public void complete() {
      keys.follow(live);
    }
  }
}
