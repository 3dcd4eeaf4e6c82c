package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bad input 16: AUTH truncated, altered, of another method, of length 0 (CVE-2026-50722). */
class BadInput16AuthTest {
  private static final int PSK = AuthMethod.SHARED_KEY.value();

  private final Siege siege = new Siege();
  private final Mutations mutations = new Mutations(16);

  private void assertRefused(RawDevice device, AuthPayload... proofs) {
    List<Payload> payloads = new ArrayList<>(List.of(device.id()));
    payloads.addAll(List.of(proofs));
    payloads.addAll(device.child());
    IkeMessage answer = device.request(ExchangeType.IKE_AUTH, payloads).orElseThrow();
    assertThat(answer.payloads())
        .containsExactly(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
  }

  @Test
  void everyLengthButTheRightOneIsRefused() {
    for (int length : IntStream.rangeClosed(0, 80).filter(l -> l != 32).toArray()) {
      RawDevice device = siege.attacker();
      byte[] good = device.auth().data().toArray();
      assertRefused(device, new AuthPayload(PSK, Bytes.of(Arrays.copyOf(good, length))));
    }
    assertThat(siege.lab.gateway.reasons()).containsOnly("psk-mismatch");
    siege.assertUnharmed();
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (int bit = 0; bit < 256; bit++) {
      RawDevice device = siege.attacker();
      byte[] altered = device.auth().data().toArray();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(device, new AuthPayload(PSK, Bytes.of(altered)));
    }
    siege.assertUnharmed();
  }

  @Test
  void everyOtherMethodIsRefusedWithTheRightOctetsToo() {
    for (int method : IntStream.rangeClosed(0, 255).filter(m -> m != PSK).toArray()) {
      RawDevice device = siege.attacker();
      assertRefused(device, new AuthPayload(method, device.auth().data()));
    }
    assertThat(siege.lab.gateway.reasons()).containsOnly("auth-method-unsupported");
    siege.assertUnharmed();
  }

  @Test
  void proofOfAnotherSessionIsRefused() {
    AuthPayload replayed = siege.attacker().auth();

    assertRefused(siege.attacker(), replayed);

    siege.assertUnharmed();
  }

  @Test
  void mutatedProofsAreRefused() {
    for (int i = 0; i < Mutations.EACH; i++) {
      RawDevice device = siege.attacker();
      AuthPayload good = device.auth();
      byte[] octets = mutations.of(good.data().toArray());
      int method = mutations.number(4) == 0 ? mutations.number(256) : PSK;
      AuthPayload mutated = new AuthPayload(method, Bytes.of(octets));
      if (!mutated.equals(good)) {
        assertRefused(device, mutated);
      }
    }
    siege.assertUnharmed();
  }

  @Test
  void secondProofIsASyntaxError() {
    RawDevice device = siege.attacker();
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.add(new AuthPayload(PSK, Bytes.of(new byte[32])));

    assertThat(RawDevice.error(device.request(ExchangeType.IKE_AUTH, payloads)))
        .isEqualTo(NotifyType.INVALID_SYNTAX);

    siege.assertUnharmed();
  }
}
