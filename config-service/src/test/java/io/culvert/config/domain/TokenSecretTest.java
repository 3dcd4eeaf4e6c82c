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
  void secretIsReadBackAndHasTheSameDigest() {
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    assertThat(TokenSecret.of(secret.text()))
        .get()
        .extracting(TokenSecret::digest)
        .isEqualTo(secret.digest());
    assertThat(secret.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    String text = TokenSecret.generate(new SecureRandom()).text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      assertThat(TokenSecret.of(text.substring(0, i) + other + text.substring(i + 1))).isEmpty();
    }
    assertThat(TokenSecret.of(text.substring(1))).isEmpty();
    assertThat(TokenSecret.of(text + "0")).isEmpty();
    assertThat(TokenSecret.of("")).isEmpty();
    assertThat(TokenSecret.of("é".repeat(text.length()))).isEmpty();
  }

  @Test
  void whatIsShownIsTheBeginningAndTheSecretPrintsAsStars() {
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    assertThat(secret.text()).startsWith(secret.shown());
    assertThat(secret.shown()).hasSize(14);
    assertThat(secret).hasToString("***");
  }
}
