package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TokenSecretTest {
  private static final String FORM = "culvert_[0-9A-Za-z]{49}";

  /** Always the same octet. */
  private record Same(byte octet) implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0x0101010101010101L * (octet & 0xff);
    }
  }

  @Test
  void secretHasThePrefixTheRandomPartAndTheChecksum() {
    assertThat(TokenSecret.generate(new SecureRandom()).text()).matches(FORM);
    assertThat(TokenSecret.generate(new Same((byte) 0)).text())
        .startsWith("culvert_" + "0".repeat(43))
        .matches(FORM);
    assertThat(TokenSecret.generate(new Same((byte) 0xff)).text()).matches(FORM);
  }

  @Test
  void secretsDiffer() {
    Set<String> seen = new HashSet<>();
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(TokenSecret.generate(random).text())).isTrue();
    }
  }

  @Test
  void secretIsWellFormedAndHasTheDigestOfItsText() {
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    assertThat(TokenSecret.wellFormed(secret.text())).isTrue();
    assertThat(secret.digest())
        .matches("[0-9a-f]{64}")
        .isEqualTo(TokenSecret.digest(secret.text()));
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    String text = TokenSecret.generate(new SecureRandom()).text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      assertThat(TokenSecret.wellFormed(text.substring(0, i) + other + text.substring(i + 1)))
          .isFalse();
    }
    assertThat(TokenSecret.wellFormed(text.substring(1))).isFalse();
    assertThat(TokenSecret.wellFormed(text + "0")).isFalse();
    assertThat(TokenSecret.wellFormed("")).isFalse();
    assertThat(TokenSecret.wellFormed("é".repeat(text.length()))).isFalse();
  }

  @Test
  void whatIsShownIsTheBeginningAndTheSecretPrintsAsStars() {
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    assertThat(secret.text()).startsWith(secret.shown());
    assertThat(secret.shown()).hasSize(14);
    assertThat(secret).hasToString("***");
  }
}
