package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NATs that change their mind (RFC 7296 §2.23), and NATs that must be kept awake (RFC 3948). */
class NatRebindingTest {
  private static final InetSocketAddress NEW_PORT = Lab.at("198.51.100.7", 61_000);
  private static final InetSocketAddress NEW_ADDRESS = Lab.at("203.0.113.9", 4500);
  private static final InetSocketAddress PUBLIC = Lab.at("203.0.113.200", 500);
  private static final IkeConfig PLAIN = NegotiationTest.plain();

  /** Where the gateway's traffic goes after ESP has come from there. */
  private static InetSocketAddress afterEsp(Lab lab, InetSocketAddress from) {
    int spi = lab.gateway.onlyChild().inboundSpi();
    lab.give(lab.gateway, new Input.PeerElsewhere(spi, lab.gateway.onlyChild().local(), from));
    return lab.gateway.moves.getOrDefault(spi, lab.gateway.onlyChild().remote());
  }

  @Test
  void espThatIsNewAndAuthenticMovesADeviceBehindANat() {
    Lab lab = new Lab();
    lab.connect();

    assertThat(afterEsp(lab, NEW_PORT)).isEqualTo(NEW_PORT);
    assertThat(afterEsp(lab, NEW_ADDRESS)).isEqualTo(NEW_ADDRESS);

    // The messages go where the traffic goes.
    lab.give(lab.gateway, new Input.Probe(Lab.TUNNEL));
    assertThat(lab.trace.getLast().to()).isEqualTo(NEW_ADDRESS);
  }

  @Test
  void espMovesNoDeviceThatIsNotBehindANat() {
    Lab lab = new Lab(PLAIN, PLAIN, 1);
    lab.connect();

    assertThat(afterEsp(lab, NEW_PORT)).isEqualTo(Lab.DEVICE);
  }

  @Test
  void deviceIsNotFollowedToAnAddressThatItsTunnelDoesNotAllow() {
    Lab lab = new Lab();
    lab.gateway.know("device.example", Lab.onlyFrom("198.51.100.7"));
    lab.connect();

    assertThat(afterEsp(lab, NEW_ADDRESS)).isEqualTo(Lab.at("198.51.100.7", 4500));
    assertThat(lab.gateway.reasons()).containsExactly("source-not-allowed");
    assertThat(afterEsp(lab, NEW_PORT)).isEqualTo(NEW_PORT);

    // HDR, SK {}  ─►   from there is answered there, and moves nothing either
    lab.network = packet -> List.of(packet.fromAddress(NEW_ADDRESS));
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.run(Duration.ofMillis(1));
    assertThat(lab.trace.getLast().to()).isEqualTo(NEW_ADDRESS);
    assertThat(lab.gateway.moves).containsValue(NEW_PORT).doesNotContainValue(NEW_ADDRESS);
  }

  /** The gateway is at a public address of its NAT, too. */
  private static Lab behindNat(IkeConfig gateway, IkeConfig device) {
    Lab lab = new Lab(gateway, device, 1);
    lab.network =
        packet ->
            List.of(
                packet.toGateway() || packet.to().getAddress().equals(PUBLIC.getAddress())
                    ? packet.toAddress(Lab.at("192.0.2.1", packet.to().getPort()))
                    : packet.fromAddress(Lab.at("203.0.113.200", packet.from().getPort())));
    lab.give(lab.device, new Input.Initiate(Lab.DEVICE, PUBLIC, Lab.profile()));
    lab.settle();
    return lab;
  }

  @Test
  void gatewayBehindANatFollowsAChangedPortButNoChangedAddress() {
    Lab lab = behindNat(IkeConfig.standard(), IkeConfig.standard());

    assertThat(afterEsp(lab, NEW_ADDRESS)).isEqualTo(Lab.at("198.51.100.7", 4500));
    assertThat(afterEsp(lab, NEW_PORT)).isEqualTo(NEW_PORT);
  }

  @Test
  void gatewayBehindANatKeepsItsMappingEveryTwentySeconds() {
    Lab lab = behindNat(PLAIN, PLAIN);

    lab.run(Duration.ofSeconds(100));

    assertThat(lab.gateway.keepalives).hasSize(5);
    assertThat(lab.gateway.keepalives)
        .allSatisfy(
            k -> {
              assertThat(k.local()).isEqualTo(Lab.at("192.0.2.1", 4500));
              assertThat(k.remote()).isEqualTo(Lab.at("198.51.100.7", 4500));
            });
    assertThat(lab.device.keepalives).isEmpty();
  }

  @Test
  void gatewayThatOnlyPretendsANatSendsNoKeepalives() {
    Lab lab = new Lab();
    lab.connect();

    lab.run(Duration.ofSeconds(100));

    assertThat(lab.gateway.keepalives).isEmpty();
  }

  @Test
  void keepalivesEndWithTheTunnel() {
    Lab lab = behindNat(PLAIN, PLAIN);
    lab.network = packet -> List.of();

    lab.run(Duration.ofMinutes(5));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    int sent = lab.gateway.keepalives.size();
    lab.run(Duration.ofMinutes(5));

    assertThat(lab.gateway.keepalives).hasSize(sent);
  }

  @Test
  void badInput25AddressThatChangesInMidFlightLosesNoExchange() {
    Lab lab = new Lab();
    lab.connect();
    int[] port = {50_000};
    lab.network =
        packet ->
            List.of(
                packet.toGateway()
                    ? packet.fromAddress(Lab.at("198.51.100.7", port[0]++))
                    : packet.toAddress(Lab.at("198.51.100.7", 4500)));

    for (int i = 0; i < 20; i++) {
      lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
      lab.give(lab.gateway, new Input.Probe(Lab.TUNNEL));
      lab.settle();
      lab.give(lab.device, new Input.DeleteChild(lab.device.installs.getLast().inboundSpi()));
      lab.settle();
    }

    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.moves.get(lab.gateway.onlyChild().inboundSpi()))
        .isEqualTo(Lab.at("198.51.100.7", port[0] - 1));
  }

  @Test
  void badInput25DoubledMarkerBeforeIkeIsNoMessage() {
    Lab lab = new Lab();
    lab.connect();
    byte[] message = lab.trace.getFirst().data().toArray();
    byte[] doubled = new byte[message.length + 4];
    System.arraycopy(message, 0, doubled, 4, message.length);

    assertThat(lab.inject(Lab.DEVICE, doubled))
        .noneMatch(effect -> effect instanceof Effect.SendDatagram);

    assertThat(lab.gateway.dropped(DropReason.VERSION)).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
  }
}
