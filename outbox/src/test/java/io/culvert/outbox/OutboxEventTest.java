package io.culvert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxEventTest {
  @Test
  void eventCarriesTheJsonAndTypeOfItsRecord() {
    PopChange pop = new PopChange("0x1", "a1", 3, "US-CA", List.of("192.0.2.1"), null, true, null);

    OutboxEvent event = OutboxEvent.of(Topic.POP_CHANGES, "a1", pop);

    assertThat(event.topic()).isEqualTo("pop-changes");
    assertThat(event.type()).isEqualTo("io.culvert.PopChange");
    assertThat(event.value()).contains("\"version\":3");
  }

  @Test
  void tombstoneHasTheTypeButNoValue() {
    OutboxEvent event = OutboxEvent.tombstone(Topic.POP_CHANGES, "a1", PopChange.class);

    assertThat(event.value()).isNull();
    assertThat(event.type()).isEqualTo("io.culvert.PopChange");
  }

  @Test
  void schemaThatIsNoPlainNameIsRefused() {
    assertThatThrownBy(() -> OutboxSettings.of("a;drop", "/s", "jdbc:", "u", "p", "k:1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsDoNotPrintThePassword() {
    assertThat(OutboxSettings.of("a", "/s", "jdbc:", "u", "hidden-word", "k:1").toString())
        .doesNotContain("hidden-word");
  }
}
