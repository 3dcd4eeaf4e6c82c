package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PskSealTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] PSK = "correct horse battery".getBytes(StandardCharsets.UTF_8);
  private static final PskSeal.KeyPair KEY = PskSeal.generate();
  private static final SealedPsk SEALED = PskSeal.seal(PSK, KEY.publicKey(), 7, "sfo1", "current");

  @Test
  void whatWasSealedToAPopOpensThere() throws GeneralSecurityException {
    assertThat(PskSeal.open(SEALED, KEY, 7)).isEqualTo(PSK);
    assertThat(SEALED.keyId()).isEqualTo(PskSeal.keyId(KEY.publicKey())).hasSize(16);
  }

  @Test
  void sealingTwiceGivesDifferentCiphertexts() {
    assertThat(PskSeal.seal(PSK, KEY.publicKey(), 7, "sfo1", "current").sealed())
        .isNotEqualTo(SEALED.sealed());
  }

  @Test
  void anotherPopsKeyDoesNotOpenIt() {
    assertDoesNotOpen(SEALED, PskSeal.generate(), 7);
  }

  @Test
  void anotherTunnelPopOrSlotDoesNotOpenIt() {
    String sealed = SEALED.sealed();
    assertDoesNotOpen(SEALED, KEY, 8);
    assertDoesNotOpen(new SealedPsk("lax1", SEALED.keyId(), "current", sealed), KEY, 7);
    assertDoesNotOpen(new SealedPsk("sfo1", SEALED.keyId(), "previous", sealed), KEY, 7);
  }

  @Test
  void noFlippedBitOpens() {
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    for (int i = 0; i < whole.length; i++) {
      // X25519 masks the highest bit of the last octet of a public key: RFC 7748 §5. HPKE still
      // refuses it, because the encapsulated key is part of the KEM context.
      byte[] altered = whole.clone();
      altered[i] ^= (byte) 0x80;
      assertDoesNotOpen(with(altered), KEY, 7);
    }
  }

  @Test
  void noShorterCiphertextOpens() {
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    for (int length = 1; length < whole.length; length++) {
      assertDoesNotOpen(with(Arrays.copyOf(whole, length)), KEY, 7);
    }
  }

  @Test
  void aLowOrderEncapsulatedKeyDoesNotOpen() {
    // RFC 9180 §7.1.4: an all-zero shared secret must abort.
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    Arrays.fill(whole, 0, 32, (byte) 0);
    assertDoesNotOpen(with(whole), KEY, 7);
  }

  @Test
  void textThatIsNotBase64DoesNotOpen() {
    assertDoesNotOpen(new SealedPsk("sfo1", SEALED.keyId(), "current", "not base64!"), KEY, 7);
  }

  @Test
  void aPublicKeyThatIsNotOneIsRefused() {
    for (byte[] key : new byte[][] {new byte[0], new byte[31], new byte[33], new byte[32]}) {
      String text = Base64.getEncoder().encodeToString(key);
      assertThatThrownBy(() -> PskSeal.seal(PSK, text, 7, "sfo1", "current"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> PskSeal.seal(PSK, "%%%", 7, "sfo1", "current"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theKeyPairNeverPrintsItsPrivateHalf() {
    assertThat(KEY.toString()).contains(KEY.publicKey()).doesNotContain(KEY.privateKey());
  }

  @Test
  void theSecondReceiverOpensTheVectorOfRfc9180AppendixA1() throws GeneralSecurityException {
    byte[] opened =
        new HpkeReceiver(1, 16)
            .open(
                HEX.parseHex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
                HEX.parseHex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                HEX.parseHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
                HEX.parseHex("4f6465206f6e2061204772656369616e2055726e"),
                HEX.parseHex("436f756e742d30"),
                HEX.parseHex(
                    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                        + "6d8770ac83d07bea87e13c512a"));
    assertThat(opened)
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("Beauty is truth, truth beauty");
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
                "culvert psk v1".getBytes(StandardCharsets.US_ASCII),
                "7\nsfo1\ncurrent".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOfRange(whole, 32, whole.length));
    assertThat(opened).isEqualTo(PSK);
  }

  private static SealedPsk with(byte[] sealed) {
    return new SealedPsk(
        "sfo1", SEALED.keyId(), "current", Base64.getEncoder().encodeToString(sealed));
  }

  private static void assertDoesNotOpen(SealedPsk sealed, PskSeal.KeyPair key, long tunnelId) {
    assertThatThrownBy(() -> PskSeal.open(sealed, key, tunnelId))
        .isInstanceOf(GeneralSecurityException.class)
        .message()
        .doesNotContain("correct horse");
  }
}
