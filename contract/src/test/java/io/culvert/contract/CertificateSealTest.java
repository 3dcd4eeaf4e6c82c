package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CertificateSealTest {
  private static final byte[] PKCS8 = "a private key, or so".getBytes(StandardCharsets.US_ASCII);
  private static final PskSeal.KeyPair KEY = PskSeal.generate();
  private static final SealedCertificateKey SEALED =
      CertificateSeal.seal(PKCS8, KEY.publicKey(), "sfo1", "5f3a");

  @Test
  void whatWasSealedToAPopOpensThere() throws GeneralSecurityException {
    assertThat(CertificateSeal.open(SEALED, KEY, "sfo1", "5f3a")).isEqualTo(PKCS8);
    assertThat(SEALED.keyId()).isEqualTo(PskSeal.keyId(KEY.publicKey()));
  }

  @Test
  void anotherPopCertificateOrKeyDoesNotOpenIt() {
    assertDoesNotOpen(KEY, "lax1", "5f3a");
    assertDoesNotOpen(KEY, "sfo1", "5f3b");
    assertDoesNotOpen(PskSeal.generate(), "sfo1", "5f3a");
  }

  private static void assertDoesNotOpen(PskSeal.KeyPair key, String pop, String serial) {
    assertThatThrownBy(() -> CertificateSeal.open(SEALED, key, pop, serial))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void itIsNoPreSharedKey() {
    SealedPsk psk = new SealedPsk("sfo1", SEALED.keyId(), "current", SEALED.sealed());
    assertThatThrownBy(() -> new PskSeal.Opener(KEY).open(psk, 7))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void theSecondReceiverOpensWhatWeSeal() throws GeneralSecurityException {
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    byte[] opened =
        new HpkeReceiver(2, 32)
            .open(
                Arrays.copyOf(whole, 32),
                Base64.getDecoder().decode(KEY.privateKey()),
                Base64.getDecoder().decode(KEY.publicKey()),
                "culvert pop certificate key v1".getBytes(StandardCharsets.US_ASCII),
                "sfo1\n5f3a".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOfRange(whole, 32, whole.length));
    assertThat(opened).isEqualTo(PKCS8);
  }
}
