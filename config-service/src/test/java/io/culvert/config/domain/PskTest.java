package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PskTest {
  @Test
  void lengthOfEightTo256CharactersIsAccepted() {
    assertThat(Psk.of("x".repeat(8)).bytes()).hasSize(8);
    assertThat(Psk.of("x".repeat(256)).bytes()).hasSize(256);
    assertThatThrownBy(() -> Psk.of("x".repeat(7))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Psk.of("x".repeat(257))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyUnderTwentyCharactersIsWarnedAbout() {
    assertThat(Psk.of("x".repeat(19)).warning()).isPresent();
    assertThat(Psk.of("x".repeat(20)).warning()).isEmpty();
  }

  @Test
  void controlCharacterAndLoneSurrogateAreRefused() {
    assertThatThrownBy(() -> Psk.of("12345678\u0000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("12345678");
    assertThatThrownBy(() -> Psk.of("12345678\ud800")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyIsNotPrinted() {
    assertThat(Psk.of("do-not-print-me").toString()).isEqualTo("***");
  }

  @Test
  void octetsAreUtf8() {
    assertThat(Psk.of("schlüssel").bytes()).isEqualTo("schlüssel".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRandomKeyIsStrongAndOfLettersAndDigitsAndEachTimeAnother() {
    SecureRandom random = new SecureRandom();
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Psk psk = Psk.random(random);
      String text = new String(psk.bytes(), StandardCharsets.UTF_8);
      assertThat(text).matches("[A-Za-z0-9]{40}").doesNotContain("0", "O", "1", "l", "I");
      assertThat(psk.warning()).isEmpty();
      made.add(text);
    }
    assertThat(made).hasSize(1000);
  }
}
