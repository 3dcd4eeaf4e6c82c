package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SkProtectionTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] HEADER =
      "header and generic header".getBytes(StandardCharsets.US_ASCII);

  static List<IkeSuite> suites() {
    return List.of(
        suite(128, Optional.of(IntegId.HMAC_SHA1_96)),
        suite(192, Optional.of(IntegId.HMAC_SHA2_256_128)),
        suite(256, Optional.of(IntegId.HMAC_SHA2_384_192)),
        suite(256, Optional.of(IntegId.HMAC_SHA2_512_256)),
        suite(128, Optional.empty()),
        suite(192, Optional.empty()),
        suite(256, Optional.empty()));
  }

  private static IkeSuite suite(int bits, Optional<IntegId> integrity) {
    EncrId cipher = integrity.isPresent() ? EncrId.AES_CBC : EncrId.AES_GCM_16;
    return new IkeSuite(
        new EncryptionAlgorithm(cipher, bits), integrity, PrfId.HMAC_SHA2_256, KeMethod.MODP_2048);
  }

  private static SkProtection protection(IkeSuite suite, int seed) {
    byte[] random = new byte[160];
    new Random(seed).nextBytes(random);
    int encryption = suite.encryption().keyMaterialLength();
    int integrity = suite.integrity().map(id -> Integrity.of(id).keyLength()).orElse(0);
    Secret[] keys = Secret.copyOf(random).cut(encryption, integrity);
    return SkProtection.of(suite, keys[0], keys[1], Randomness.secure());
  }

  @ParameterizedTest
  @MethodSource("suites")
  void whatIsSealedOpensAndHasTheLengthsPromised(IkeSuite suite) {
    SkProtection out = protection(suite, 1);
    SkProtection in = protection(suite, 1);
    for (int blocks = 1; blocks <= 40; blocks++) {
      byte[] plaintext = new byte[blocks * out.blockLength()];
      new Random(blocks).nextBytes(plaintext);
      byte[] sealed = out.seal(HEADER, plaintext);
      assertThat(sealed).hasSize(out.ivLength() + plaintext.length + out.icvLength());
      assertThat(in.open(HEADER, sealed)).hasValue(plaintext);
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void anyBitFlippedAnywhereKeepsItClosed(IkeSuite suite) {
    SkProtection protection = protection(suite, 2);
    byte[] sealed = protection.seal(HEADER, new byte[32]);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      assertThat(protection.open(HEADER, flipped(sealed, bit))).as("bit %d", bit).isEmpty();
    }
    for (int bit = 0; bit < HEADER.length * 8; bit++) {
      assertThat(protection.open(flipped(HEADER, bit), sealed)).as("bit %d", bit).isEmpty();
    }
    assertThat(protection.open(HEADER, sealed)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void anyOtherLengthKeepsItClosedAndNeverThrows(IkeSuite suite) {
    SkProtection protection = protection(suite, 3);
    byte[] sealed = protection.seal(HEADER, new byte[48]);
    for (int length = 0; length < sealed.length + 70; length++) {
      if (length != sealed.length) {
        assertThat(protection.open(HEADER, Arrays.copyOf(sealed, length))).isEmpty();
      }
      byte[] noise = new byte[length];
      new Random(length).nextBytes(noise);
      assertThat(protection.open(HEADER, noise)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void anotherKeyKeepsItClosed(IkeSuite suite) {
    byte[] sealed = protection(suite, 4).seal(HEADER, new byte[16]);
    assertThat(protection(suite, 5).open(HEADER, sealed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void ivDoesNotComeTwice(IkeSuite suite) {
    SkProtection protection = protection(suite, 6);
    assertThat(protection.seal(HEADER, new byte[16]))
        .isNotEqualTo(protection.seal(HEADER, new byte[16]));
  }

  /** The ICV is right, but the ciphertext is not a whole number of blocks, or there is none. */
  @Test
  void authenticCiphertextOfABrokenLengthStaysClosed() {
    Secret key = Secret.copyOf(new byte[16]);
    Secret integrityKey = Secret.copyOf(new byte[32]);
    Integrity integrity = Integrity.of(IntegId.HMAC_SHA2_256_128);
    SkProtection protection = new CbcProtection(key, integrity, integrityKey, Randomness.secure());
    for (int length = 0; length <= 50; length++) {
      byte[] ivAndCiphertext = new byte[length];
      byte[] icv = integrity.compute(integrityKey, HEADER, ivAndCiphertext);
      byte[] sealed = Arrays.copyOf(ivAndCiphertext, length + icv.length);
      System.arraycopy(icv, 0, sealed, length, icv.length);
      boolean whole = length == 32 || length == 48;
      assertThat(protection.open(HEADER, sealed).isPresent()).as("%d", length).isEqualTo(whole);
    }
  }

  /** RFC 3602 §4, case 2. */
  @Test
  void cbcGivesTheCiphertextOfTheRfcAndTheIcvCoversHeaderIvAndCiphertext() {
    byte[] iv = HEX.parseHex("562e17996d093d28ddb3ba695a2e6f58");
    byte[] ciphertext =
        HEX.parseHex("d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1");
    Secret integrityKey = Secret.copyOf(new byte[20]);
    Integrity integrity = Integrity.of(IntegId.HMAC_SHA1_96);
    SkProtection protection =
        new CbcProtection(
            Secret.copyOf(HEX.parseHex("c286696d887c9aa0611bbb3e2025a45a")),
            integrity,
            integrityKey,
            target -> System.arraycopy(iv, 0, target, 0, target.length));
    byte[] sealed =
        protection.seal(
            HEADER,
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    String icv = HEX.formatHex(integrity.compute(integrityKey, HEADER, iv, ciphertext));
    assertThat(HEX.formatHex(sealed))
        .isEqualTo(HEX.formatHex(iv) + HEX.formatHex(ciphertext) + icv);
  }

  /** Test case 4 of the GCM specification; its nonce split into salt and IV as RFC 5282 §4 does. */
  @Test
  void gcmOpensTheVectorOfTheSpecification() {
    Secret keyAndSalt =
        Secret.copyOf(HEX.parseHex("feffe9928665731c6d6a8f9467308308" + "cafebabe"));
    byte[] sealed =
        HEX.parseHex(
            "facedbaddecaf888"
                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                + "5bc94fbc3221a5db94fae95ae7121a47");
    byte[] header = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    assertThat(new GcmProtection(keyAndSalt).open(header, sealed).map(HEX::formatHex))
        .hasValue(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  }

  @Test
  void protectionsOfTheTwoEndsHaveTheirOwnKeys() {
    IkeSuite suite = suites().getFirst();
    byte[] seed = new byte[32];
    IkeKeys keys =
        IkeKeys.first(
            suite,
            Secret.copyOf(new byte[256]),
            new IkeKeys.Exchange(Bytes.of(seed), Bytes.of(seed), 1, 2));
    SkProtection initiator = keys.protection(suite, true, Randomness.secure());
    SkProtection responder = keys.protection(suite, false, Randomness.secure());
    byte[] sealed = initiator.seal(HEADER, new byte[16]);
    assertThat(keys.protection(suite, true, Randomness.secure()).open(HEADER, sealed)).isPresent();
    assertThat(responder.open(HEADER, sealed)).isEmpty();
    assertThat(
            SkProtection.of(suite, keys.ei(), keys.ai(), Randomness.secure()).open(HEADER, sealed))
        .isPresent();
  }

  private static byte[] flipped(byte[] octets, int bit) {
    byte[] copy = octets.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }
}
