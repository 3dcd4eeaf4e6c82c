package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpKeysTest {
  private static final String PEM = SpKeys.generate(Answer.NOW);

  @Test
  void aNewKeyIsReadBackAndItsSecretIsNotShown() {
    SpKeys keys = SpKeys.read(PEM);
    assertThat(keys.all()).hasSize(1);
    assertThat(keys.signing().toString()).contains("***").doesNotContain("RSA");
  }

  @Test
  void ofTwoKeysTheFirstSignsAndBothDecrypt() {
    String other = SpKeys.generate(Answer.NOW);
    SpKeys keys = SpKeys.read(other + PEM);
    assertThat(keys.signing()).isEqualTo(SpKeys.read(other).signing());
    assertThat(keys.decrypting()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
  void whatIsNoKeyIsRefusedWithoutBeingQuoted(String pem) {
    assertThatThrownBy(() -> SpKeys.read(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("AAAA");
  }

  @Test
  void aKeyWithoutItsCertificateAndOneWithoutItsKeyAreRefused() {
    int certificate = PEM.indexOf("-----BEGIN CERTIFICATE");
    assertThatThrownBy(() -> SpKeys.read(PEM.substring(0, certificate)))
        .hasMessageContaining("CERTIFICATE");
    assertThatThrownBy(() -> SpKeys.read(PEM.substring(certificate)))
        .hasMessageContaining("PRIVATE KEY");
  }
}
