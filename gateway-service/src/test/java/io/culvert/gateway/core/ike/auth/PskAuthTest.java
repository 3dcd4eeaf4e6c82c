package io.culvert.gateway.core.ike.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PrfId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PskAuthTest {
  private static final Prf PRF = Prf.of(PrfId.HMAC_SHA2_256);
  private static final byte[] MESSAGE = counting(200);
  private static final byte[] NONCE = filled(0x22, 20);
  private static final byte[] SK_P = filled(7, 32);
  private final Secret psk = Secret.copyOf(ascii("correct horse"));
  private final PskAuth.SignedOctets signed = signed(new IdPayload(true, 2, name()));

  @Test
  void authIsTheValueComputedApart() {
    AuthPayload auth = PskAuth.compute(PRF, psk, signed);
    assertThat(auth.method()).isEqualTo(2);
    assertThat(HexFormat.of().formatHex(auth.data().toArray()))
        .isEqualTo("337d265292ea89b213cc8c21bcc42ba179252b51baba51d6f0681d154e513bc5");
    assertThat(PskAuth.verify(PRF, psk, signed, auth)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1, HmacSHA1",
    "HMAC_SHA2_256, HmacSHA256",
    "HMAC_SHA2_384, HmacSHA384",
    "HMAC_SHA2_512, HmacSHA512"
  })
  void authFollowsTheFormulaWithEveryPrfAndSignsTheReservedOctets(PrfId id, String algorithm)
      throws Exception {
    IdPayload withReserved = new IdPayload(false, 2, 0x010203, name());
    byte[] body = join(new byte[] {2, 1, 2, 3}, name().toArray());
    byte[] octets = join(join(MESSAGE, NONCE), hmac(algorithm, SK_P, body));
    byte[] expected =
        hmac(algorithm, hmac(algorithm, psk.toArray(), ascii("Key Pad for IKEv2")), octets);
    assertThat(PskAuth.compute(Prf.of(id), psk, signed(withReserved)).data())
        .isEqualTo(Bytes.of(expected));
  }

  @Test
  void anyBitFlippedInAuthFails() {
    byte[] auth = PskAuth.compute(PRF, psk, signed).data().toArray();
    for (int bit = 0; bit < auth.length * 8; bit++) {
      byte[] flipped = auth.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(verify(2, flipped)).isFalse();
    }
  }

  @Test
  void authOfAnotherLengthOrMethodFails() {
    byte[] auth = PskAuth.compute(PRF, psk, signed).data().toArray();
    for (int length = 0; length < 100; length++) {
      assertThat(verify(2, Arrays.copyOf(auth, length))).isEqualTo(length == auth.length);
    }
    for (int method = 0; method <= 255; method++) {
      assertThat(verify(method, auth)).isEqualTo(method == 2);
    }
  }

  @Test
  void everyThingSignedCounts() {
    AuthPayload auth = PskAuth.compute(PRF, psk, signed);
    Bytes message = Bytes.of(MESSAGE);
    Bytes nonce = Bytes.of(NONCE);
    Secret skP = Secret.copyOf(SK_P);
    IdPayload id = signed.id();
    assertThat(PskAuth.verify(PRF, Secret.copyOf(ascii("wrong")), signed, auth)).isFalse();
    assertThat(fails(auth, new PskAuth.SignedOctets(nonce, nonce, skP, id))).isTrue();
    assertThat(fails(auth, new PskAuth.SignedOctets(message, message, skP, id))).isTrue();
    assertThat(fails(auth, new PskAuth.SignedOctets(message, nonce, psk, id))).isTrue();
    IdPayload otherType = new IdPayload(true, 3, name());
    assertThat(fails(auth, new PskAuth.SignedOctets(message, nonce, skP, otherType))).isTrue();
    IdPayload otherName = new IdPayload(true, 2, Bytes.of(ascii("branch.exampl")));
    assertThat(fails(auth, new PskAuth.SignedOctets(message, nonce, skP, otherName))).isTrue();
  }

  private boolean fails(AuthPayload auth, PskAuth.SignedOctets other) {
    return !PskAuth.verify(PRF, psk, other, auth);
  }

  private boolean verify(int method, byte[] data) {
    return PskAuth.verify(PRF, psk, signed, new AuthPayload(method, Bytes.of(data)));
  }

  private static PskAuth.SignedOctets signed(IdPayload id) {
    return new PskAuth.SignedOctets(Bytes.of(MESSAGE), Bytes.of(NONCE), Secret.copyOf(SK_P), id);
  }

  private static Bytes name() {
    return Bytes.of(ascii("branch.example"));
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] data) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(data);
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] filled(int octet, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) octet);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
