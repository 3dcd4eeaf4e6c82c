package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurveExchangeTest {
  private static final HexFormat HEX = HexFormat.of();
  private final Randomness randomness = Randomness.secure();

  @Test
  void x25519ComputesTheVectorOfRfc7748() throws Exception {
    byte[] alice = HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    KeyExchange exchange = x25519(alice);
    assertThat(exchange.publicValue())
        .isEqualTo(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
    Secret secret =
        exchange.agree(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    assertThat(secret.toArray())
        .isEqualTo(
            HEX.parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
  }

  @Test
  void x25519IgnoresTheHighestBitOfThePeersValue() throws Exception {
    byte[] peer = x25519(filled(32, 7)).publicValue().toArray();
    Secret plain = x25519(filled(32, 9)).agree(Bytes.of(peer));
    peer[31] |= (byte) 0x80;
    assertThat(x25519(filled(32, 9)).agree(Bytes.of(peer))).isEqualTo(plain);
  }

  /** The private values of RFC 5903 §8.1 and §8.2, with the other curve arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "ECP_256, secp256r1, c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433,"
        + " dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
        + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
    "ECP_256, secp256r1, c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53,"
        + " d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
        + "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab"
  })
  void vectorOfRfc5903IsAValidValueAndAgreesAsOtherArithmeticDoes(
      KeMethod method, String curve, String privateValue, String publicValue) throws Exception {
    X9ECParameters other = CustomNamedCurves.getByName(curve);
    BigInteger theirs = new BigInteger(privateValue, 16);
    assertThat(wire(other.getG().multiply(theirs), 32)).isEqualTo(HEX.parseHex(publicValue));

    KeyExchange exchange = KeyExchange.begin(method, randomness);
    ECPoint ours = point(other, exchange.publicValue().toArray());
    byte[] agreed = wire(ours.multiply(theirs), 32);
    assertThat(exchange.agree(hex(publicValue)).toArray())
        .isEqualTo(Arrays.copyOf(agreed, agreed.length / 2));
  }

  @ParameterizedTest
  @CsvSource({"ECP_256, secp256r1, 32", "ECP_384, secp384r1, 48"})
  void secretIsTheAbscissaThatOtherArithmeticFinds(KeMethod method, String curve, int length)
      throws Exception {
    X9ECParameters other = CustomNamedCurves.getByName(curve);
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      // Often enough that a coordinate with leading zeros comes up.
      BigInteger theirs = new BigInteger(length * 8 - 8, random).add(BigInteger.TWO);
      KeyExchange exchange = KeyExchange.begin(method, random::nextBytes);
      byte[] agreed = wire(point(other, exchange.publicValue().toArray()).multiply(theirs), length);
      Bytes peer = Bytes.of(wire(other.getG().multiply(theirs), length));
      assertThat(exchange.agree(peer).toArray()).isEqualTo(Arrays.copyOf(agreed, length));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void bothEndsAgreeAndNoTwoExchangesAreAlike(KeMethod method) throws Exception {
    KeyExchange one = KeyExchange.begin(method, randomness);
    KeyExchange two = KeyExchange.begin(method, randomness);
    assertThat(one.method()).isEqualTo(method);
    assertThat(one.publicValue().length()).isEqualTo(KeyExchange.publicValueLength(method));
    assertThat(one.publicValue()).isNotEqualTo(two.publicValue());
    Secret secret = one.agree(two.publicValue());
    assertThat(secret).isEqualTo(two.agree(one.publicValue()));
    assertThat(secret.length()).isEqualTo(method == KeMethod.ECP_384 ? 48 : 32);
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void randomnessIsTheInjectedOne(KeMethod method) {
    assertThat(KeyExchange.begin(method, new Random(3)::nextBytes).publicValue())
        .isEqualTo(KeyExchange.begin(method, new Random(3)::nextBytes).publicValue());
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void badInput3ValueOfAnotherLengthIsRefused(KeMethod method) {
    byte[] good = KeyExchange.begin(method, randomness).publicValue().toArray();
    for (int length : new int[] {0, 1, good.length - 1, good.length + 1, 2 * good.length, 65535}) {
      refused(method, Arrays.copyOf(good, length));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384"})
  void badInput2PointThatIsNotOnTheCurveIsRefused(KeMethod method) {
    byte[] good = KeyExchange.begin(method, randomness).publicValue().toArray();
    refused(method, new byte[good.length]);
    refused(method, filled(good.length, 0xff));
    for (int i = 0; i < good.length; i++) {
      byte[] altered = good.clone();
      altered[i] ^= 1;
      refused(method, altered);
    }
  }

  @ParameterizedTest
  @CsvSource({"ECP_256, secp256r1, 32", "ECP_384, secp384r1, 48"})
  void badInput2CoordinateAboveThePrimeIsRefusedThoughItsResidueIsOnTheCurve(
      KeMethod method, String curve, int length) {
    // A point with a small x, so that x + p still fits.
    X9ECParameters other = CustomNamedCurves.getByName(curve);
    BigInteger p = other.getCurve().getField().getCharacteristic();
    ECPoint point = smallAbscissa(other);
    byte[] value = wire(point, length);
    KeyExchange valid = KeyExchange.begin(method, randomness);
    assertThat(agrees(valid, value)).isTrue();
    byte[] above = fixed(point.getAffineXCoord().toBigInteger().add(p), length);
    System.arraycopy(above, 0, value, 0, length);
    refused(method, value);
  }

  /** RFC 7748 §6.1, and the small orders that are known, reduced or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080"
      })
  void badInput2ValueOfSmallOrderIsRefused(String value) {
    refused(KeMethod.CURVE25519, HEX.parseHex(value));
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519"})
  void exchangeIsUsableOnceAndAlsoAFailureUsesItUp(KeMethod method) {
    KeyExchange exchange = KeyExchange.begin(method, randomness);
    assertThatThrownBy(() -> exchange.agree(Bytes.EMPTY)).isInstanceOf(InvalidKeException.class);
    Bytes good = KeyExchange.begin(method, randomness).publicValue();
    assertThatThrownBy(() -> exchange.agree(good)).isInstanceOf(IllegalStateException.class);
  }

  private void refused(KeMethod method, byte[] value) {
    assertThat(agrees(KeyExchange.begin(method, randomness), value)).isFalse();
  }

  private static boolean agrees(KeyExchange exchange, byte[] value) {
    try {
      exchange.agree(Bytes.of(value));
      return true;
    } catch (InvalidKeException e) {
      return false;
    }
  }

  private static KeyExchange x25519(byte[] privateKey) {
    return KeyExchange.begin(
        KeMethod.CURVE25519,
        target -> System.arraycopy(privateKey, 0, target, 0, privateKey.length));
  }

  private static ECPoint smallAbscissa(X9ECParameters curve) {
    for (int x = 1; ; x++) {
      byte[] compressed = fixed(BigInteger.valueOf(x), curve.getCurve().getFieldSize() / 8 + 1);
      compressed[0] = 2;
      try {
        return curve.getCurve().decodePoint(compressed).normalize();
      } catch (IllegalArgumentException e) {
        // No point has this x.
      }
    }
  }

  private static ECPoint point(X9ECParameters curve, byte[] wire) {
    byte[] encoded = new byte[wire.length + 1];
    encoded[0] = 4;
    System.arraycopy(wire, 0, encoded, 1, wire.length);
    return curve.getCurve().decodePoint(encoded);
  }

  private static byte[] wire(ECPoint point, int length) {
    byte[] encoded = point.normalize().getEncoded(false);
    assertThat(encoded).hasSize(2 * length + 1);
    return Arrays.copyOfRange(encoded, 1, encoded.length);
  }

  private static byte[] fixed(BigInteger value, int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[length - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return octets;
  }

  private static byte[] filled(int length, int octet) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) octet);
    return bytes;
  }

  private static Bytes hex(String text) {
    return Bytes.of(HEX.parseHex(text));
  }
}
