package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KeyExchangeTest {
  private final Randomness randomness = Randomness.secure();

  /** RFC 3526: 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + k). */
  private static BigInteger prime(int bits, int k) {
    BigInteger pi = pi(bits - 130);
    return BigInteger.TWO
        .pow(bits)
        .subtract(BigInteger.TWO.pow(bits - 64))
        .subtract(BigInteger.ONE)
        .add(pi.add(BigInteger.valueOf(k)).shiftLeft(64));
  }

  /** [2^bits pi] by Machin's formula, pi = 16 arctan(1/5) - 4 arctan(1/239). */
  private static BigInteger pi(int bits) {
    int guard = 64;
    BigInteger one = BigInteger.ONE.shiftLeft(bits + guard);
    return arctanOfInverse(5, one)
        .shiftLeft(4)
        .subtract(arctanOfInverse(239, one).shiftLeft(2))
        .shiftRight(guard);
  }

  private static BigInteger arctanOfInverse(int x, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger power = one.divide(BigInteger.valueOf(x));
    BigInteger sum = power;
    for (int n = 3; power.signum() != 0; n += 2) {
      power = power.divide(square).negate();
      sum = sum.add(power.divide(BigInteger.valueOf(n)));
    }
    return sum;
  }

  private static BigInteger primeOf(KeMethod method) {
    return switch (KeyExchange.publicValueLength(method)) {
      case 256 -> prime(2048, 124476);
      case 384 -> prime(3072, 1690314);
      case 512 -> prime(4096, 240904);
      default -> prime(8192, 4743158);
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = KeMethod.class,
      names = {"MODP_2048", "MODP_3072", "MODP_4096", "MODP_8192"})
  void publicValueAndSecretAreThoseOfThePrimeOfRfc3526(KeMethod method) throws Exception {
    BigInteger p = primeOf(method);
    // Fermat's test, and that 2 generates the subgroup of order q = (p-1)/2.
    assertThat(BigInteger.TWO.modPow(p.shiftRight(1), p)).isEqualTo(BigInteger.ONE);

    // An exponent of ones: the public value and the secret can be computed apart.
    KeyExchange exchange = KeyExchange.begin(method, target -> Arrays.fill(target, (byte) 0xff));
    int bits = exponentBits(method);
    BigInteger exponent = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
    assertThat(exchange.method()).isEqualTo(method);
    assertThat(number(exchange.publicValue().toArray()))
        .isEqualTo(BigInteger.TWO.modPow(exponent, p));
    BigInteger peer = p.subtract(BigInteger.TWO);
    Secret secret = exchange.agree(octets(peer, method));
    assertThat(number(secret.toArray())).isEqualTo(peer.modPow(exponent, p));
  }

  /** At least twice the strength of table 26 of NIST SP 800-56A rev. 3. */
  private static int exponentBits(KeMethod method) {
    return switch (KeyExchange.publicValueLength(method)) {
      case 256 -> 256;
      case 384 -> 288;
      case 512 -> 320;
      default -> 416;
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = KeMethod.class,
      names = {"MODP_2048", "MODP_3072", "MODP_4096", "MODP_8192"})
  void bothEndsAgree(KeMethod method) throws Exception {
    KeyExchange one = KeyExchange.begin(method, randomness);
    KeyExchange two = KeyExchange.begin(method, randomness);
    Secret secret = one.agree(two.publicValue());
    assertThat(secret).isEqualTo(two.agree(one.publicValue()));
    assertThat(secret.length()).isEqualTo(one.publicValue().length());
    assertThat(one.publicValue()).isNotEqualTo(two.publicValue());
  }

  @Test
  void exponentHasItsFullLengthEvenWhenTheRandomOctetsAreZero() {
    KeyExchange exchange = KeyExchange.begin(KeMethod.MODP_2048, target -> {});
    assertThat(number(exchange.publicValue().toArray()))
        .isEqualTo(BigInteger.TWO.modPow(BigInteger.TWO.pow(255), primeOf(KeMethod.MODP_2048)));
  }

  @Test
  void secretIsPaddedToTheLengthOfThePrime() throws Exception {
    // Our exponent is 2^255, so a peer value y with y^(2^255) = 2 gives a secret of one octet:
    // y = 2^(1 / 2^255 mod q), since 2 generates the subgroup of order q.
    BigInteger p = primeOf(KeMethod.MODP_2048);
    BigInteger inverse = BigInteger.TWO.pow(255).modInverse(p.shiftRight(1));
    BigInteger y = BigInteger.TWO.modPow(inverse, p);
    KeyExchange exchange = KeyExchange.begin(KeMethod.MODP_2048, target -> {});
    byte[] expected = new byte[256];
    expected[255] = 2;
    assertThat(exchange.agree(octets(y, KeMethod.MODP_2048)).toArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, -1", "1, 0", "1, 1"})
  void valuesZeroOnePrimeMinusOnePrimeAndAboveAreRefused(int primes, int offset) {
    BigInteger value =
        primeOf(KeMethod.MODP_2048)
            .multiply(BigInteger.valueOf(primes))
            .add(BigInteger.valueOf(offset));
    refused(octets(value, KeMethod.MODP_2048));
    refused(Bytes.of(filled(256, 0xff)));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "255", "257", "512", "65535"})
  void valueOfAnotherLengthIsRefused(int length) {
    refused(Bytes.of(filled(length, 2)));
  }

  @Test
  void leadingZerosBeyondTheLengthAreRefusedToo() {
    byte[] value = new byte[257];
    value[200] = 7;
    refused(Bytes.of(value));
  }

  @Test
  void exchangeIsUsableOnceAndAlsoAFailureUsesItUp() throws Exception {
    KeyExchange exchange = KeyExchange.begin(KeMethod.MODP_2048, randomness);
    assertThatThrownBy(() -> exchange.agree(Bytes.EMPTY)).isInstanceOf(InvalidKeException.class);
    Bytes good = KeyExchange.begin(KeMethod.MODP_2048, randomness).publicValue();
    assertThatThrownBy(() -> exchange.agree(good)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeMethod.class,
      mode = Mode.EXCLUDE,
      names = {
        "MODP_2048",
        "MODP_3072",
        "MODP_4096",
        "MODP_8192",
        "ECP_256",
        "ECP_384",
        "CURVE25519"
      })
  void everyOtherMethodOfTheRegistryIsRefused(KeMethod method) {
    assertThat(KeyExchange.SUPPORTED).doesNotContain(method);
    assertThatThrownBy(() -> KeyExchange.begin(method, randomness))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyExchange.publicValueLength(method))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void refused(Bytes value) {
    KeyExchange exchange = KeyExchange.begin(KeMethod.MODP_2048, randomness);
    assertThatThrownBy(() -> exchange.agree(value)).isInstanceOf(InvalidKeException.class);
  }

  private static byte[] filled(int length, int octet) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) octet);
    return bytes;
  }

  private static BigInteger number(byte[] octets) {
    return new BigInteger(1, octets);
  }

  private static Bytes octets(BigInteger value, KeMethod method) {
    byte[] padded = new byte[KeyExchange.publicValueLength(method)];
    for (int i = 0; i < padded.length; i++) {
      padded[padded.length - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return Bytes.of(padded);
  }
}
