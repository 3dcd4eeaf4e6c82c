package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.CertPayload;
import io.culvert.gateway.core.ike.payload.CertReqPayload;
import io.culvert.gateway.core.ike.payload.ConfigPayload;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.ProtocolId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What devices of the field do beside or against the RFC; docs/devices.md says which. */
class DeviceQuirksTest {
  private final Lab lab = new Lab();

  private IkeMessage authenticateWith(RawDevice device, List<Payload> more) {
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.addAll(more);
    return device.request(ExchangeType.IKE_AUTH, payloads).orElseThrow();
  }

  private void assertEstablished(int children) {
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.gateway.children).hasSize(children);
  }

  @Test
  void manyVendorIdsAndPrivateNotifiesInIkeSaInitAreSkipped() {
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77);
    for (int i = 0; i < 20; i++) {
      device.with(new VendorIdPayload(Bytes.of(new byte[4 + i])));
    }
    for (int type = 40_960; type < 40_970; type++) {
      device.with(new NotifyPayload(0, Bytes.EMPTY, type, Bytes.of(new byte[4])));
    }
    device.init();
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));

    assertEstablished(1);
  }

  @Test
  void windowSizeTfcAndFragmentNotifiesAreSkippedAndTheWindowStaysOne() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    authenticateWith(
        device,
        List.of(
            NotifyPayload.of(NotifyType.INITIAL_CONTACT),
            NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.ofInt(5)),
            NotifyPayload.of(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED),
            NotifyPayload.of(NotifyType.NON_FIRST_FRAGMENTS_ALSO),
            new VendorIdPayload(
                Bytes.of("CISCO-DELETE-REASON".getBytes(StandardCharsets.US_ASCII)))));

    assertEstablished(1);
    // RFC 7296 §2.3: what the peer can take is not what we must offer.
    Bytes early = device.seal(ExchangeType.INFORMATIONAL, List.of(), device.nextId() + 1, false);
    assertThat(device.send(early)).isEmpty();
    assertThat(device.request(ExchangeType.INFORMATIONAL, List.of())).isPresent();
  }

  @Test
  void requestForAnInsideAddressIsIgnoredInEveryExchange() {
    // CFG_REQUEST for INTERNAL_IP4_ADDRESS and INTERNAL_IP4_DNS
    ConfigPayload wish = new ConfigPayload(Bytes.ofHex("010000000001000000030000"));
    RawDevice device = RawDevice.afterInit(lab.gateway);

    IkeMessage auth = authenticateWith(device, List.of(wish));
    IkeMessage child =
        device.request(ExchangeType.CREATE_CHILD_SA, device.createChild(wish)).orElseThrow();
    IkeMessage pushed = device.request(ExchangeType.INFORMATIONAL, List.of(wish)).orElseThrow();

    assertThat(auth.error()).isEmpty();
    assertThat(auth.first(ConfigPayload.class)).isEmpty();
    assertThat(child.error()).isEmpty();
    assertThat(child.first(ConfigPayload.class)).isEmpty();
    assertThat(pushed.payloads()).isEmpty();
    assertEstablished(2);
  }

  @Test
  void certificatesAndRequestsForThemBesideAPreSharedKeyAreIgnored() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    Bytes authorities = Bytes.of(new byte[41]);

    IkeMessage answer =
        authenticateWith(
            device,
            List.of(
                new CertReqPayload(authorities),
                new CertReqPayload(authorities),
                new CertPayload(Bytes.of(new byte[700])),
                NotifyPayload.of(NotifyType.HTTP_CERT_LOOKUP_SUPPORTED)));

    assertThat(answer.error()).isEmpty();
    assertThat(answer.first(CertPayload.class)).isEmpty();
    assertEstablished(1);
  }

  @Test
  void deviceThatNamesNoGatewayIdentityIsToldTheAddress() {
    IkeMessage answer = authenticateWith(RawDevice.afterInit(lab.gateway), List.of());

    assertThat(answer.first(IdPayload.class).map(IdPayload::data))
        .contains(Bytes.of(Lab.GATEWAY.getAddress().getAddress()));
  }

  @Test
  void hostSelectorBeforeTheSubnetIsGrantedWithIt() {
    TrafficSelector packet =
        new TrafficSelector(17, 5000, 5000, Lab.address("192.168.1.7"), Lab.address("192.168.1.7"));
    TrafficSelector target =
        new TrafficSelector(17, 53, 53, Lab.address("9.9.9.9"), Lab.address("9.9.9.9"));
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.removeIf(TsPayload.class::isInstance);
    // RFC 7296 §2.9: the packet that brought it about comes first
    payloads.add(new TsPayload(true, List.of(packet, Lab.INSIDE)));
    payloads.add(new TsPayload(false, List.of(target, TrafficSelector.any4())));

    device.request(ExchangeType.IKE_AUTH, payloads);

    assertThat(lab.gateway.onlyChild().inside()).containsExactly(packet, Lab.INSIDE);
    assertThat(lab.gateway.onlyChild().outside()).containsExactly(target, TrafficSelector.any4());
  }

  @Test
  void deviceThatComesBackWithoutInitialContactIsServedAndItsOldSaDies() {
    RawDevice.connected(lab.gateway);
    assertThat(lab.gateway.children).hasSize(1);

    // The device lost its state and says nothing of it; the old IKE SA answers no probe.
    lab.connect();
    assertThat(lab.gateway.children).hasSize(2);
    lab.run(Duration.ofMinutes(5));

    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    // the tunnel goes on: an event that says "dpd-timeout" would show it as down
    assertThat(lab.gateway.reasons()).containsExactly("replaced");
    assertThat(lab.gateway.events.getLast().evidence()).containsEntry("ended", "dpd-timeout");
  }

  @Test
  void reauthenticationMakesTheNewSaBeforeTheOldIsDeleted() {
    RawDevice old = RawDevice.connected(lab.gateway);
    lab.connect();
    assertThat(lab.gateway.children).hasSize(2);

    old.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()));

    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.reasons()).containsExactly("replaced");
    assertThat(lab.gateway.events.getLast().evidence()).containsEntry("ended", "peer-deleted");
  }

  @Test
  void deleteOfNoOrOfUnknownSpisIsAnsweredAndDeletesNothing() {
    RawDevice device = RawDevice.connected(lab.gateway);
    List<DeletePayload> odd =
        List.of(
            new DeletePayload(ProtocolId.ESP.value(), List.of()),
            DeletePayload.esp(0),
            DeletePayload.esp(0x7fffffff),
            new DeletePayload(ProtocolId.AH.value(), List.of(Bytes.ofInt(RawDevice.OUR_SPI))));

    for (DeletePayload delete : odd) {
      assertThat(
              device.request(ExchangeType.INFORMATIONAL, List.of(delete)).orElseThrow().payloads())
          .isEmpty();
    }

    assertEstablished(1);
  }

  @Test
  void criticalBitOnPayloadsTheGatewayKnowsIsIgnored() {
    RawDevice device = RawDevice.connected(lab.gateway);

    // RFC 7296 §2.5: the bit means nothing on a payload that is understood
    IkeMessage answer =
        device
            .request(
                RawSeal.critical(
                    device,
                    ExchangeType.CREATE_CHILD_SA,
                    device.createChild(
                        NotifyPayload.ofEsp(NotifyType.REKEY_SA, RawDevice.OUR_SPI))))
            .orElseThrow();

    assertThat(answer.error()).isEmpty();
    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.REKEYED);
  }

  @Test
  void rekeyNotifyMayStandBehindThePayloadsItIsAbout() {
    RawDevice device = RawDevice.connected(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.createChild());
    payloads.add(NotifyPayload.ofEsp(NotifyType.REKEY_SA, RawDevice.OUR_SPI));

    device.request(ExchangeType.CREATE_CHILD_SA, payloads);

    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.REKEYED);
  }

  @Test
  void payloadsOfUnknownTypesAreSkippedUnlessCritical() {
    RawDevice device = RawDevice.afterInit(lab.gateway);

    authenticateWith(
        device,
        List.of(
            new UnsupportedPayload(54, false, Bytes.of(new byte[12])),
            new UnsupportedPayload(200, false, Bytes.EMPTY)));

    assertEstablished(1);
  }

  @Test
  void deviceThatAsksForTheWholeInternetOfBothVersionsGetsIt() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<TrafficSelector> all = List.of(TrafficSelector.any4(), TrafficSelector.any6());
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.removeIf(TsPayload.class::isInstance);
    payloads.add(new TsPayload(true, all));
    payloads.add(new TsPayload(false, all));

    device.request(ExchangeType.IKE_AUTH, payloads);

    assertThat(lab.gateway.onlyChild().inside()).isEqualTo(all);
    assertThat(lab.gateway.onlyChild().outside()).isEqualTo(all);
  }
}
