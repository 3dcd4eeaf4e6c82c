package io.culvert.config.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfMatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"3\" | true",
        "* | true",
        "\"1\", \"3\" | true",
        "\"1\" | false",
        "W/\"3\" | false",
        "3 | false",
        "'' | false"
      })
  void headerMatchesVersionThreeOnlyByItsStrongTag(String header, boolean matches) {
    assertThat(IfMatch.of(header).test(3)).isEqualTo(matches);
  }

  @Test
  void absentHeaderMatchesEveryVersion() {
    assertThat(IfMatch.of(null).test(3)).isTrue();
  }
}
