package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IdType;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.NotifyType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bad input 9: unknown identity and no PSK found, with retransmissions (CVE-2024-2357). */
class BadInput09UnknownIdentityTest {
  private final Siege siege = new Siege();
  private final Mutations mutations = new Mutations(9);

  private static List<Payload> claiming(RawDevice device, String name) {
    IdPayload id =
        new IdPayload(
            true, IdType.FQDN.value(), Bytes.of(name.getBytes(StandardCharsets.US_ASCII)));
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth(id)));
    payloads.set(0, id);
    return payloads;
  }

  private void refuseWithRepeats(String name) {
    RawDevice device = siege.attacker();
    Bytes request =
        device.seal(ExchangeType.IKE_AUTH, claiming(device, name), device.nextId(), false);

    List<Bytes> first = device.send(request);
    assertThat(first).hasSize(1);
    assertThat(device.open(first.getFirst()).orElseThrow().payloads())
        .containsExactly(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
    for (int i = 0; i <= mutations.number(4); i++) {
      assertThat(device.send(request)).isEqualTo(first);
    }
    // Altered on the way, it gets no other answer out of the IKE SA, and none that is larger.
    Bytes altered = Bytes.of(mutations.of(request.toArray()));
    assertThat(device.send(altered))
        .allMatch(answer -> answer.length() <= altered.length())
        .noneMatch(answer -> device.open(answer).isPresent() && !answer.equals(first.getFirst()));
  }

  @Test
  void unknownIdentitiesAreRefusedOnceAndRepeatsGetTheSameOctets() {
    for (int i = 0; i < Mutations.EACH; i++) {
      refuseWithRepeats("n" + i + ".example");
    }

    assertThat(siege.admitted()).isZero();
    siege.assertUnharmed();
    siege.lab.run(Duration.ofMinutes(2));
    assertThat(
            siege.lab.gateway.events.stream()
                .filter(event -> event.reasonCode().filter("unknown-identity"::equals).isPresent())
                .mapToInt(IkeEvent::count)
                .sum())
        .isEqualTo(Mutations.EACH);
  }

  @Test
  void tunnelWithoutAKeyThatOpensIsRefusedLikeAnUnknownOne() {
    siege.lab.gateway.know(
        "device.example", new Input.Refused(Reason.KEY_UNAVAILABLE, Lab.TUNNEL, Map.of()));

    refuseWithRepeats("device.example");

    assertThat(siege.lab.gateway.reasons()).containsExactly("key-unavailable");
    siege.assertUnharmed();
  }
}
