package io.culvert.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void theValueIsAnsweredWhenItComes() {
    AtomicInteger asked = new AtomicInteger();
    int value =
        Await.value(
            "nothing",
            Duration.ofSeconds(10),
            null,
            () -> Optional.of(asked.incrementAndGet()).filter(n -> n == 2));
    assertThat(value).isEqualTo(2);
  }

  @Test
  void whenTheTimeIsUpTheMessageSaysWhatDidNotCome() {
    assertThatThrownBy(() -> Await.until("no rain", Duration.ZERO, null, () -> false))
        .hasMessageContaining("no rain");
  }
}
