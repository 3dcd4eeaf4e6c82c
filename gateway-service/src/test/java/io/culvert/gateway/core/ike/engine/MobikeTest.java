package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.crypto.NatDetection;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device that tells where it is (RFC 4555); the gateway's side of it. */
class MobikeTest {
  private static final InetSocketAddress ELSEWHERE = Lab.at("203.0.113.9", 4500);
  private static final InetSocketAddress FURTHER = Lab.at("203.0.113.77", 4500);
  private static final Payload UPDATE = NotifyPayload.of(NotifyType.UPDATE_SA_ADDRESSES);

  private final Lab lab = new Lab();
  private RawDevice device = RawDevice.afterInit(new Lab().gateway);
  private int id = 1;

  private Optional<IkeMessage> connect(Payload... more) {
    device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.addAll(List.of(more));
    Optional<IkeMessage> answer = device.request(ExchangeType.IKE_AUTH, payloads);
    id = device.nextId();
    return answer;
  }

  private void connectWithMobike() {
    connect(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED));
  }

  /** What the gateway sends upon this request from there: its answer, and maybe a check. */
  private List<Effect.SendDatagram> send(InetSocketAddress from, Payload... payloads) {
    return send(from, device.seal(ExchangeType.INFORMATIONAL, List.of(payloads), id++, false));
  }

  private List<Effect.SendDatagram> send(InetSocketAddress from, Bytes datagram) {
    return lab.gateway.step(new Input.Datagram(Lab.GATEWAY, from, datagram), lab.now);
  }

  private IkeMessage open(Effect.SendDatagram datagram) {
    return device.open(datagram.data()).orElseThrow();
  }

  private static NotifyPayload cookie(IkeMessage message) {
    return message.notification(NotifyType.COOKIE2).orElseThrow();
  }

  /** Answers a check of the gateway, from there, with that cookie. */
  private List<Effect.SendDatagram> answer(
      InetSocketAddress from, Effect.SendDatagram check, Bytes cookie) {
    return send(
        from,
        device.seal(
            ExchangeType.INFORMATIONAL,
            List.of(NotifyPayload.of(NotifyType.COOKIE2, cookie)),
            open(check).messageId(),
            true));
  }

  private List<Effect.SendDatagram> pass(InetSocketAddress from, Effect.SendDatagram check) {
    return answer(from, check, cookie(open(check)).data());
  }

  private int child() {
    return lab.gateway.onlyChild().inboundSpi();
  }

  @Test
  void mobikeIsAnnouncedToADeviceThatAnnouncesIt() {
    IkeMessage with = connect(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED)).orElseThrow();
    assertThat(with.notification(NotifyType.MOBIKE_SUPPORTED).orElseThrow().data().isEmpty())
        .isTrue();
    RawDevice other = new RawDevice(new Lab().gateway, Lab.DEVICE, 5);
    other.init();
    IkeMessage without =
        other.request(ExchangeType.IKE_AUTH, other.authPayloads(other.auth())).orElseThrow();
    assertThat(without.notification(NotifyType.MOBIKE_SUPPORTED)).isEmpty();
  }

  @Test
  void trafficMovesWhenTheNewAddressHasAnsweredAndNotBefore() {
    connectWithMobike();

    //   HDR, SK {N(UPDATE_SA_ADDRESSES)}  ─►
    //                                     ◄─  HDR, SK {}
    //                                     ◄─  HDR, SK {N(COOKIE2)}
    //   HDR, SK {N(COOKIE2)}              ─►
    List<Effect.SendDatagram> sent = send(ELSEWHERE, UPDATE);

    assertThat(sent).hasSize(2);
    assertThat(sent).allSatisfy(s -> assertThat(s.remote()).isEqualTo(ELSEWHERE));
    assertThat(open(sent.getFirst()).payloads()).isEmpty();
    assertThat(lab.gateway.moves).isEmpty();

    assertThat(pass(ELSEWHERE, sent.getLast())).isEmpty();
    assertThat(lab.gateway.moves).containsOnly(Map.entry(child(), ELSEWHERE));
  }

  @Test
  void childSaMadeBeforeTheCheckSendsToTheOldAddress() {
    connectWithMobike();
    send(ELSEWHERE, UPDATE);

    send(ELSEWHERE, device.seal(ExchangeType.CREATE_CHILD_SA, device.createChild(), id++, false));

    assertThat(lab.gateway.installs).hasSize(2);
    assertThat(lab.gateway.installs.getLast().remote()).isEqualTo(Lab.DEVICE);
  }

  @Test
  void deviceThatReturnsAnotherCookieIsClosed() {
    connectWithMobike();
    Effect.SendDatagram check = send(ELSEWHERE, UPDATE).getLast();

    answer(ELSEWHERE, check, Bytes.of(new byte[16]));

    assertThat(lab.gateway.moves).isEmpty();
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("invalid-message");
  }

  @Test
  void onlyTheLatestOfSeveralChecksMovesTheTraffic() {
    connectWithMobike();
    Effect.SendDatagram first = send(ELSEWHERE, UPDATE).getLast();
    send(FURTHER, UPDATE);

    List<Effect.SendDatagram> next = pass(ELSEWHERE, first);
    assertThat(lab.gateway.moves).isEmpty();
    assertThat(next).hasSize(1);
    assertThat(next.getFirst().remote()).isEqualTo(FURTHER);

    pass(FURTHER, next.getFirst());
    assertThat(lab.gateway.moves).containsOnly(Map.entry(child(), FURTHER));
  }

  @Test
  void deviceThatReturnsBeforeTheCheckKeepsItsTrafficWhereItIs() {
    connectWithMobike();
    Effect.SendDatagram check = send(ELSEWHERE, UPDATE).getLast();
    assertThat(send(Lab.DEVICE, UPDATE)).hasSize(1);

    pass(ELSEWHERE, check);

    assertThat(lab.gateway.moves).isEmpty();
  }

  @Test
  void cookieOfTheDeviceIsReturned() {
    connectWithMobike();
    Bytes cookie = Bytes.ofLong(0x0123_4567_89ab_cdefL);

    IkeMessage answer =
        open(send(Lab.DEVICE, NotifyPayload.of(NotifyType.COOKIE2, cookie)).getFirst());

    assertThat(cookie(answer).data()).isEqualTo(cookie);
  }

  @Test
  void natDetectionIsAnsweredInEveryInformational() {
    connectWithMobike();
    Bytes datagram =
        device.seal(
            ExchangeType.INFORMATIONAL,
            List.of(
                NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, Bytes.of(new byte[20])),
                NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, Bytes.of(new byte[20]))),
            id++,
            false);
    if (!(MessageCodec.decodeHeader(datagram.toArray()) instanceof IkeHeader header)) {
      throw new AssertionError("no header");
    }

    IkeMessage answer = open(send(ELSEWHERE, datagram).getFirst());

    assertThat(answer.notification(NotifyType.NAT_DETECTION_DESTINATION_IP).orElseThrow().data())
        .isEqualTo(NatDetection.hash(header.initiatorSpi(), header.responderSpi(), ELSEWHERE));
    assertThat(answer.notification(NotifyType.NAT_DETECTION_SOURCE_IP)).isPresent();
    assertThat(lab.gateway.moves).isEmpty();
  }

  @Test
  void translatedAddressIsRefusedToADeviceThatAllowsNoNat() {
    connectWithMobike();

    List<Effect.SendDatagram> sent =
        send(ELSEWHERE, UPDATE, RawDevice.noNats(FURTHER, Lab.GATEWAY));

    assertThat(sent).hasSize(1);
    assertThat(open(sent.getFirst()).error().flatMap(NotifyPayload::knownType))
        .contains(NotifyType.UNEXPECTED_NAT_DETECTED);
    assertThat(lab.gateway.moves).isEmpty();
    assertGatewayTalksTo(Lab.DEVICE);
  }

  @Test
  void addressThatArrivesAsItWasSentSatisfiesADeviceThatAllowsNoNat() {
    connectWithMobike();

    List<Effect.SendDatagram> sent =
        send(ELSEWHERE, UPDATE, RawDevice.noNats(ELSEWHERE, Lab.GATEWAY));

    assertThat(open(sent.getFirst()).error()).isEmpty();
    pass(ELSEWHERE, sent.getLast());
    assertThat(lab.gateway.moves).containsOnly(Map.entry(child(), ELSEWHERE));
  }

  @Test
  void moveToAnAddressThatTheTunnelDoesNotAllowIsRefused() {
    lab.gateway.know("device.example", Lab.onlyFrom("198.51.100.7"));
    connectWithMobike();

    List<Effect.SendDatagram> sent = send(ELSEWHERE, UPDATE);

    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().remote()).isEqualTo(ELSEWHERE);
    assertThat(open(sent.getFirst()).error().flatMap(NotifyPayload::knownType))
        .contains(NotifyType.UNACCEPTABLE_ADDRESSES);
    assertThat(lab.gateway.moves).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("source-not-allowed");
    assertGatewayTalksTo(Lab.DEVICE);
  }

  @Test
  void deviceThatTellsWhereItIsIsNotFollowedByItself() {
    connectWithMobike();

    assertThat(send(ELSEWHERE)).hasSize(1);
    lab.gateway.step(new Input.PeerElsewhere(child(), Lab.GATEWAY, ELSEWHERE), lab.now);

    assertThat(lab.gateway.moves).isEmpty();
    assertGatewayTalksTo(Lab.DEVICE);
  }

  @Test
  void updateOfADeviceWithoutMobikeIsAnsweredAndMovesNothing() {
    connect();

    List<Effect.SendDatagram> sent = send(ELSEWHERE, UPDATE);

    assertThat(sent).hasSize(1);
    assertThat(open(sent.getFirst()).payloads()).isEmpty();
    assertThat(lab.gateway.moves).isEmpty();
  }

  @Test
  void replayedUpdateMovesNobody() {
    connectWithMobike();
    Bytes update = device.seal(ExchangeType.INFORMATIONAL, List.of(UPDATE), id++, false);
    pass(ELSEWHERE, send(ELSEWHERE, update).getLast());

    assertThat(send(FURTHER, update)).hasSize(1);

    assertGatewayTalksTo(ELSEWHERE);
    assertThat(lab.gateway.moves).containsOnly(Map.entry(child(), ELSEWHERE));
  }

  @Test
  void furtherAddressesOfADeviceAreAnsweredAndChangeNothing() {
    connectWithMobike();

    List<Effect.SendDatagram> sent =
        send(
            Lab.DEVICE,
            NotifyPayload.of(NotifyType.ADDITIONAL_IP4_ADDRESS, Bytes.of(new byte[4])),
            NotifyPayload.of(NotifyType.ADDITIONAL_IP6_ADDRESS, Bytes.of(new byte[16])),
            NotifyPayload.of(NotifyType.NO_ADDITIONAL_ADDRESSES));

    assertThat(sent).hasSize(1);
    assertThat(open(sent.getFirst()).payloads()).isEmpty();
    assertThat(lab.gateway.moves).isEmpty();
  }

  private void assertGatewayTalksTo(InetSocketAddress remote) {
    List<Effect.SendDatagram> probe = lab.gateway.step(new Input.Probe(Lab.TUNNEL), lab.now);
    assertThat(probe).hasSize(1);
    assertThat(probe.getFirst().remote()).isEqualTo(remote);
  }
}
