package io.culvert.auth.event;

import io.culvert.auth.app.UserSessions;
import io.culvert.auth.domain.SessionTable;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.UnreadableEventException;
import io.culvert.contract.UserSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Follows {@code user-sessions} for who is logged in where. */
@Startup
@ApplicationScoped
class SessionTopic {
  private final TopicCopy copy;

  SessionTopic(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      UserSessions sessions,
      MeterRegistry metrics) {
    copy = TopicCopy.start(Topic.USER_SESSIONS, kafka, metrics, () -> new Sessions(sessions));
  }

  @PreDestroy
  void stop() {
    copy.close();
  }

  private record Sessions(UserSessions sessions, SessionTable live) implements TopicCopy.Target {
    Sessions(UserSessions sessions) {
      this(sessions, new SessionTable());
    }

    @Override
    public void put(String key, byte[] value) throws UnreadableEventException {
      UserSession session = EventJson.read(value, UserSession.class);
      if (!session.key().equals(key)) {
        throw new UnreadableEventException("UserSession: key and content differ");
      }
      live.put(session);
    }

    @Override
    public void remove(String key) {
      live.remove(key);
    }

    @Override
    public void complete() {
      sessions.follow(live);
    }
  }
}
