package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  @Test
  void everyVisibleCharacterAnd255OfThemAreAKey() {
    StringBuilder all = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      all.append(c);
    }
    assertThat(IdempotencyKey.of(List.of(all.toString()))).isPresent();
    assertThat(IdempotencyKey.of(List.of("k".repeat(255)))).isPresent();
    assertThat(IdempotencyKey.of(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "a\u0000", "é", "a\n", "\u007f"})
  void anythingElseIsNone(String key) {
    refused(List.of(key));
  }

  @Test
  void aKeyThatIsTooLongAndSeveralKeysAreRefused() {
    refused(List.of("k".repeat(256)));
    refused(List.of("a", "a"));
  }

  private static void refused(List<String> headers) {
    assertThatThrownBy(() -> IdempotencyKey.of(headers))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.INVALID));
  }
}
