package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EncryptionCipherTest {
  @Test
  void labelsAreThoseOfTheRestContract() {
    assertThat(Arrays.stream(EncryptionCipher.values()).map(EncryptionCipher::label))
        .containsExactly(
            "AES128-CBC", "AES256-CBC", "AES128-GCM", "AES192-GCM", "AES256-GCM", "Null");
  }

  @Test
  void aLabelIsFoundWithoutRegardToCase() {
    for (EncryptionCipher cipher : EncryptionCipher.values()) {
      assertThat(EncryptionCipher.of(cipher.label().toUpperCase(Locale.ROOT))).contains(cipher);
    }
    assertThat(EncryptionCipher.of("3DES-CBC")).isEmpty();
  }
}
