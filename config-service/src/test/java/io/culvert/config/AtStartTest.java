package io.culvert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AtStartTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void databaseThatIsTooSlowOnceIsAskedAgain() {
    AtomicInteger tries = new AtomicInteger();
    Uni<Integer> slow =
        Uni.createFrom()
            .item(tries::incrementAndGet)
            .chain(
                n ->
                    n == 1
                        ? Uni.createFrom().failure(new TimeoutException("slow"))
                        : Uni.createFrom().item(n));

    assertThat(AtStart.patiently(() -> slow).await().atMost(LIMIT)).isEqualTo(2);
  }

  @Test
  void anythingElseEndsTheStart() {
    Uni<Integer> wrong = Uni.createFrom().failure(new IllegalStateException("wrong"));

    assertThatThrownBy(() -> AtStart.patiently(() -> wrong).await().atMost(LIMIT))
        .isInstanceOf(IllegalStateException.class);
  }
}
