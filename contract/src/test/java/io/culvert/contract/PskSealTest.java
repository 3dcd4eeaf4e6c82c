package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PskSealTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] PSK = "correct horse battery".getBytes(StandardCharsets.UTF_8);
  private static final PskSeal.KeyPair KEY = PskSeal.generate();
  private static final PskSeal.Sealer SEALER = new PskSeal.Sealer(KEY.publicKey());
  private static final SealedPsk SEALED = SEALER.seal(PSK, 7, "sfo1", "current");

  @Test
  void whatWasSealedToAPopOpensThere() throws GeneralSecurityException {
    assertThat(new PskSeal.Opener(KEY).open(SEALED, 7)).isEqualTo(PSK);
    assertThat(SEALED.keyId()).isEqualTo(PskSeal.keyId(KEY.publicKey())).hasSize(16);
  }

  @Test
  void sealingTwiceGivesDifferentCiphertexts() {
    assertThat(SEALER.seal(PSK, 7, "sfo1", "current").sealed()).isNotEqualTo(SEALED.sealed());
  }

  @Test
  void sealersOfOnePopAgreeOnDifferentKeys() {
    SealedPsk other = new PskSeal.Sealer(KEY.publicKey()).seal(PSK, 7, "sfo1", "current");
    assertThat(Arrays.copyOf(Base64.getDecoder().decode(other.sealed()), 32))
        .isNotEqualTo(Arrays.copyOf(Base64.getDecoder().decode(SEALED.sealed()), 32));
  }

  @Test
  void oneOpenerOpensWhatManySealersSealedInAnyOrder() throws GeneralSecurityException {
    List<SealedPsk> sealed = new ArrayList<>();
    for (int sealer = 0; sealer < 100; sealer++) {
      PskSeal.Sealer each = new PskSeal.Sealer(KEY.publicKey());
      sealed.add(each.seal(PSK, 7, "sfo1", "current"));
      sealed.add(each.seal(PSK, 7, "sfo1", "current"));
    }
    Collections.shuffle(sealed, new Random(1));
    PskSeal.Opener opener = new PskSeal.Opener(KEY);
    for (SealedPsk each : sealed) {
      assertThat(opener.open(each, 7)).isEqualTo(PSK);
    }
  }

  @Test
  void openerThatWasGivenForgeriesStillOpens() throws GeneralSecurityException {
    PskSeal.Opener opener = new PskSeal.Opener(KEY);
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    for (int i = 0; i < 200; i++) {
      byte[] forged = whole.clone();
      forged[i % 32] ^= (byte) (1 + i / 32);
      assertThatThrownBy(() -> opener.open(with(forged), 7))
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThat(opener.open(SEALED, 7)).isEqualTo(PSK);
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
      assertThatThrownBy(() -> new PskSeal.Sealer(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PskSeal.Sealer("%%%"))
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
  void theSecondReceiverExportsTheValueOfRfc9180AppendixA1() throws GeneralSecurityException {
    byte[] exported =
        new HpkeReceiver(1, 16)
            .export(
                HEX.parseHex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
                HEX.parseHex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                HEX.parseHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
                HEX.parseHex("4f6465206f6e2061204772656369616e2055726e"),
                "TestContext".getBytes(StandardCharsets.US_ASCII));
    assertThat(HEX.formatHex(exported))
        .isEqualTo("e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931");
  }

  @Test
  void theSecondReceiverOpensWhatWeSeal() throws GeneralSecurityException {
    byte[] whole = Base64.getDecoder().decode(SEALED.sealed());
    byte[] key =
        new HpkeReceiver(2, 32)
            .export(
                Arrays.copyOf(whole, 32),
                Base64.getDecoder().decode(KEY.privateKey()),
                Base64.getDecoder().decode(KEY.publicKey()),
                "culvert psk v2".getBytes(StandardCharsets.US_ASCII),
                "aes-256-gcm".getBytes(StandardCharsets.US_ASCII));
    byte[] opened =
        HpkeReceiver.gcm(
            key,
            Arrays.copyOfRange(whole, 32, 44),
            "7\nsfo1\ncurrent".getBytes(StandardCharsets.US_ASCII),
            Arrays.copyOfRange(whole, 44, whole.length));
    assertThat(opened).isEqualTo(PSK);
  }

  private static SealedPsk with(byte[] sealed) {
    return new SealedPsk(
        "sfo1", SEALED.keyId(), "current", Base64.getEncoder().encodeToString(sealed));
  }

  private static void assertDoesNotOpen(SealedPsk sealed, PskSeal.KeyPair key, long tunnelId) {
    assertThatThrownBy(() -> new PskSeal.Opener(key).open(sealed, tunnelId))
        .isInstanceOf(GeneralSecurityException.class)
        .message()
        .doesNotContain("correct horse");
  }
}
