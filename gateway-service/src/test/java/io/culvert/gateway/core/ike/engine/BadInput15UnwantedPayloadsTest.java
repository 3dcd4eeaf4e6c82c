package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.CertPayload;
import io.culvert.gateway.core.ike.payload.CertReqPayload;
import io.culvert.gateway.core.ike.payload.ConfigPayload;
import io.culvert.gateway.core.ike.payload.EapPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bad input 15: CERT, CERTREQ, EAP, CP and vendor payloads nobody asked for (CVE-2026-14957). */
class BadInput15UnwantedPayloadsTest {
  private final Siege siege = new Siege();
  private final Mutations mutations = new Mutations(15);

  private Payload unwanted(int kind, int length) {
    Bytes content = Bytes.of(mutations.octets(length));
    return switch (kind) {
      case 0 -> new CertPayload(content);
      case 1 -> new CertReqPayload(content);
      case 2 -> new EapPayload(content);
      case 3 -> new ConfigPayload(content);
      default -> new VendorIdPayload(content);
    };
  }

  /** Some of them, EAP and CP once at most, at random places among others. */
  private List<Payload> among(List<Payload> wanted) {
    List<Payload> all = new ArrayList<>(wanted);
    boolean eap = false;
    boolean cp = false;
    for (int i = 0; i < 1 + mutations.number(12); i++) {
      Payload more = unwanted(mutations.number(5), mutations.number(300));
      boolean again = (more instanceof EapPayload && eap) || (more instanceof ConfigPayload && cp);
      if (!again) {
        eap |= more instanceof EapPayload;
        cp |= more instanceof ConfigPayload;
        all.add(mutations.number(all.size() + 1), more);
      }
    }
    return all;
  }

  @Test
  void theyChangeNothingAboutAGoodRequest() {
    for (int i = 0; i < 100; i++) {
      RawDevice device = siege.attacker();
      int before = siege.admitted();

      Optional<IkeMessage> answer =
          device.request(ExchangeType.IKE_AUTH, among(device.authPayloads(device.auth())));

      assertThat(answer.orElseThrow().error()).isEmpty();
      assertThat(siege.admitted()).isEqualTo(before + 1);
    }
    assertThat(siege.lab.gateway.eventTypes()).containsOnly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void theyMakeNoBadRequestGood() {
    for (int i = 0; i < Mutations.EACH; i++) {
      RawDevice device = siege.attacker();
      List<Payload> payloads = new ArrayList<>(List.of(device.id()));
      payloads.addAll(device.child());

      Optional<IkeMessage> answer = device.request(ExchangeType.IKE_AUTH, among(payloads));

      assertThat(RawDevice.error(answer)).isEqualTo(NotifyType.AUTHENTICATION_FAILED);
    }
    assertThat(siege.lab.gateway.reasons()).containsOnly("auth-method-unsupported");
    siege.assertUnharmed();
  }

  @Test
  void mutatedOnesAreSurvived() {
    for (int i = 0; i < Mutations.EACH; i++) {
      RawDevice device = siege.attacker();
      List<Payload> payloads = new ArrayList<>(List.of(device.id()));
      for (int kind = 0; kind < 5; kind++) {
        payloads.add(unwanted(kind, 1 + mutations.number(30)));
      }
      payloads.addAll(device.child());

      // Sealed with the right keys: what is wrong is inside, where the parsers are.
      device.request(
          RawSeal.octets(
              device,
              ExchangeType.IKE_AUTH,
              PayloadType.ID_I.value(),
              mutations.of(RawSeal.chain(payloads))));
    }
    assertThat(siege.admitted()).isZero();
    siege.assertUnharmed();
  }

  @Test
  void inAnEstablishedTunnelTheyAreSurvivedToo() {
    RawDevice device = siege.attacker();
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));
    for (int i = 0; i < Mutations.EACH; i++) {
      List<Payload> payloads = List.of(unwanted(3, 20), unwanted(4, mutations.number(40)));
      byte[] mutated = mutations.of(RawSeal.chain(payloads));

      Optional<IkeMessage> answer =
          device.request(
              RawSeal.octets(device, ExchangeType.INFORMATIONAL, PayloadType.CP.value(), mutated));

      // Authentic, so it is answered: with nothing, or with what is wrong.
      assertThat(answer).isPresent();
    }
    assertThat(siege.admitted()).isEqualTo(1);
  }
}
