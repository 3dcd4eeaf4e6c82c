package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.PrfId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2202 (SHA-1) and RFC 4231 (SHA-2), test cases 1, 2 and 6; RFC 4868 for the truncation. */
class HmacVectorsTest {
  private static final String LARGE_KEY = "Test Using Larger Than Block-Size Key - Hash Key First";

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1, b617318655057264e28bc0b6fb378c8ef146be00",
    "HMAC_SHA2_256, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "HMAC_SHA2_384,"
        + " afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
        + "faea9ea9076ede7f4af152e8b2fa9cb6",
    "HMAC_SHA2_512,"
        + " 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
  })
  void shortKeyGivesTheRfcValue(PrfId prf, String expected) {
    assertThat(prf(prf, repeated(0x0b, 20), "Hi There")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "HMAC_SHA2_256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "HMAC_SHA2_384,"
        + " af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
        + "8e2240ca5e69e2c78b3239ecfab21649",
    "HMAC_SHA2_512,"
        + " 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
  })
  void keyOfFourOctetsGivesTheRfcValue(PrfId prf, String expected) {
    assertThat(prf(prf, ascii("Jefe"), "what do ya want for nothing?")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1, 80, aa4ae5e15272d00e95705637ce8a3b55ed402112",
    "HMAC_SHA2_256, 131, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "HMAC_SHA2_384, 131,"
        + " 4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
        + "0c2ef6ab4030fe8296248df163f44952",
    "HMAC_SHA2_512, 131,"
        + " 80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
        + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
  })
  void keyLongerThanABlockGivesTheRfcValue(PrfId prf, int length, String expected) {
    assertThat(prf(prf, repeated(0xaa, length), LARGE_KEY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1_96, 20, effcdf6ae5eb2fa2d27416d5",
    "HMAC_SHA2_256_128, 32, 5bdcc146bf60754e6a042426089575c7",
    "HMAC_SHA2_384_192, 48, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47",
    "HMAC_SHA2_512_256, 64, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
  })
  void integrityIsTheHmacCutToItsFirstOctets(IntegId id, int keyLength, String expected) {
    Integrity integrity = Integrity.of(id);
    byte[] icv =
        integrity.compute(
            Secret.copyOf(ascii("Jefe")), ascii("what do ya want "), ascii("for nothing?"));
    assertThat(HexFormat.of().formatHex(icv)).isEqualTo(expected);
    assertThat(integrity.icvLength()).isEqualTo(expected.length() / 2);
    assertThat(integrity.keyLength()).isEqualTo(keyLength);
  }

  @Test
  void emptyKeyIsTheKeyOfZeros() {
    assertThat(prf(PrfId.HMAC_SHA2_256, new byte[0], "x"))
        .isEqualTo(prf(PrfId.HMAC_SHA2_256, new byte[64], "x"));
  }

  @Test
  void everyOtherAlgorithmOfTheRegistryIsRefused() {
    assertThat(PrfId.values())
        .filteredOn(id -> !Prf.SUPPORTED.contains(id))
        .hasSize(PrfId.values().length - 4)
        .allSatisfy(
            id ->
                assertThatThrownBy(() -> Prf.of(id)).isInstanceOf(IllegalArgumentException.class));
    assertThat(IntegId.values())
        .filteredOn(id -> !Integrity.SUPPORTED.contains(id))
        .hasSize(IntegId.values().length - 4)
        .allSatisfy(
            id ->
                assertThatThrownBy(() -> Integrity.of(id))
                    .isInstanceOf(IllegalArgumentException.class));
  }

  private static String prf(PrfId id, byte[] key, String data) {
    return HexFormat.of().formatHex(Prf.of(id).compute(Secret.copyOf(key), ascii(data)));
  }

  private static byte[] repeated(int octet, int times) {
    byte[] bytes = new byte[times];
    Arrays.fill(bytes, (byte) octet);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
