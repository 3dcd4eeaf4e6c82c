package io.culvert.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemCommandTest {
  @Test
  void whatTheCommandWritesIsAnsweredAndArgumentsAreNotExpanded() {
    assertThat(SystemCommand.run(List.of("echo", "$HOME; *"))).isEqualTo("$HOME; *\n");
    assertThat(SystemCommand.run(List.of("cat"), "from standard input"))
        .isEqualTo("from standard input");
  }

  @Test
  void aFailureSaysWhatFailedAndWhatItSaid() {
    assertThatThrownBy(() -> SystemCommand.run(List.of("sh", "-c", "echo broken >&2; exit 3")))
        .isInstanceOf(SystemCommand.FailedException.class)
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("broken");
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() {
    SystemCommand.Result result =
        SystemCommand.attempt(List.of("sleep", "60"), null, Map.of(), Duration.ofMillis(100));
    assertThat(result.ok()).isFalse();
    assertThat(result.output()).contains("ended after");
  }
}
