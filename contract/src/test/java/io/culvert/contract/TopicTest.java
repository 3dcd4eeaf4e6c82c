package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicTest {
  @Test
  void namesAreFixed() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
        .containsExactly(
            "tunnel-changes",
            "pop-changes",
            "auth-changes",
            "user-sessions",
            "tunnel-telemetry",
            "tunnel-events",
            "tunnel-status",
            "gateway-heartbeats",
            "dead-letters");
  }

  @Test
  void aTopicIsEitherCompactedOrKeptForSomeDays() {
    assertThat(Topic.values()).allMatch(t -> t.compacted() == (t.retentionDays() == 0));
    assertThat(Topic.PARTITIONS).isEqualTo(12);
  }
}
