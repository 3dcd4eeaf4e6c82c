package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A device that takes a rekey of its child SA only with one group of its choice, which its first
 * child SA, made without a key exchange, could not tell (RFC 7296 §1.2, §1.3).
 */
class InsistingDeviceTest {
  private static final KeMethod WANTED = KeMethod.MODP_4096;
  private static final int NEW_SPI = 0x0a0b0c0d;

  private final Lab lab = new Lab();
  private final RawDevice device = RawDevice.connected(lab.gateway);

  /** The group of each KE payload of the gateway's requests. */
  private final List<Optional<Integer>> tried = new ArrayList<>();

  // gateway                                      device
  //   HDR, SK {N(REKEY_SA), SA, Ni, TSi, TSr}  ─►
  //                                            ◄─ HDR, SK {N(NO_PROPOSAL_CHOSEN)}
  //   HDR, SK {… SA of all groups, KE of 14 …} ─►
  //                                            ◄─ HDR, SK {N(INVALID_KE_PAYLOAD, 16)}
  //   HDR, SK {… SA of all groups, KE of 16 …} ─►
  //                                            ◄─ HDR, SK {SA, Nr, KE of 16, TSi, TSr}
  @Test
  void gatewayFindsTheGroupInOneRekey() {
    int old = lab.gateway.onlyChild().inboundSpi();

    lab.gateway.step(new Input.RekeyChild(old), device.now).forEach(this::answer);

    assertThat(tried)
        .containsExactly(
            Optional.empty(), Optional.of(KeMethod.MODP_2048.value()), Optional.of(WANTED.value()));
    assertThat(lab.gateway.onlyChild().inboundSpi()).isNotEqualTo(old);
    assertThat(lab.gateway.onlyChild().outboundSpi()).isEqualTo(NEW_SPI);
    assertThat(lab.gateway.onlyChild().suite().pfs()).contains(WANTED);
    assertThat(lab.gateway.reasons()).isEmpty();
  }

  @Test
  void theNextRekeyBeginsWithThatGroup() {
    lab.gateway
        .step(new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()), device.now)
        .forEach(this::answer);
    tried.clear();

    lab.gateway
        .step(new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()), device.now)
        .forEach(this::answer);

    assertThat(tried).containsExactly(Optional.of(WANTED.value()));
  }

  private void answer(Effect.SendDatagram datagram) {
    IkeMessage message = device.open(datagram.data()).orElseThrow();
    if (message.response()) {
      return;
    }
    List<Payload> answer =
        message.exchange() == ExchangeType.CREATE_CHILD_SA ? rekey(message) : List.of();
    device
        .send(device.seal(message.exchange(), answer, message.messageId(), true))
        .forEach(more -> answer(new Effect.SendDatagram(Lab.GATEWAY, Lab.DEVICE, more)));
  }

  private List<Payload> rekey(IkeMessage request) {
    Optional<Integer> group = request.first(KePayload.class).map(KePayload::method);
    tried.add(group);
    List<Transform> offered =
        request.first(SaPayload.class).orElseThrow().proposals().getFirst().transforms();
    if (!groups(offered).contains(WANTED.value())) {
      return List.of(NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN));
    }
    return group.filter(id -> id == WANTED.value()).isPresent()
        ? agreed(offered)
        : List.of(
            NotifyPayload.of(
                NotifyType.INVALID_KE_PAYLOAD, new ByteWriter().u16(WANTED.value()).toBytes()));
  }

  private static List<Integer> groups(List<Transform> offered) {
    return offered.stream()
        .filter(t -> t.type() == TransformType.KE.value())
        .map(Transform::id)
        .toList();
  }

  private List<Payload> agreed(List<Transform> offered) {
    List<Transform> chosen =
        offered.stream()
            .filter(t -> t.type() != TransformType.KE.value() || t.id() == WANTED.value())
            .toList();
    KeyExchange ke = KeyExchange.begin(WANTED, device.randomness);
    return List.of(
        new SaPayload(
            List.of(new Proposal(1, ProtocolId.ESP.value(), Bytes.ofInt(NEW_SPI), chosen))),
        new NoncePayload(Bytes.of(device.randomness.bytes(32))),
        new KePayload(ke.method().value(), ke.publicValue()),
        new TsPayload(true, List.of(TrafficSelector.any4())),
        new TsPayload(false, List.of(Lab.INSIDE)));
  }
}
