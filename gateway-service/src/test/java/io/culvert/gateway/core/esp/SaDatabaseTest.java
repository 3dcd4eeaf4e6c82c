package io.culvert.gateway.core.esp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SaDatabaseTest {
  private static final EspTransform GCM =
      new EspTransform(EspCipher.AES_GCM, 128, EspIntegrity.NONE);
  private static final TrafficSelector LAN =
      EspFixture.selector(0, 0, 65_535, "192.168.1.0", "192.168.1.255");

  private static final int INSIDE = InnerPackets.address("192.168.1.7");
  private static final int SERVER = InnerPackets.address("203.0.113.80");

  private final SaDatabase database = new SaDatabase();
  private final Map<Integer, OutboundSa> devices = new HashMap<>();

  @Test
  void newestSaThatTakesThePacketIsUsedAndTheOldOneUntilItsRemoval() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, LAN);
    assertThat(spiFor("192.168.1.7")).isEqualTo(2_000);
    assertThat(spiFor("10.0.0.7")).isEqualTo(1_000);
    database.remove(2_000);
    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);
    database.remove(1_000);
    assertThat(spiFor("192.168.1.7")).isZero();
    assertThat(database.inbound(1_000)).isNull();
  }

  @Test
  void oldSaSendsUntilThePeerUsesTheNewOne() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4, new Sending.OnceProven(OptionalInt.of(1_000)));
    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);

    receive(1_000);
    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);
    receive(2_000);
    assertThat(spiFor("192.168.1.7")).isEqualTo(2_000);
  }

  @Test
  void oldSaSendsUntilItIsRemoved() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4, new Sending.OnceProven(OptionalInt.of(1_000)));

    database.remove(1_000);

    assertThat(spiFor("192.168.1.7")).isEqualTo(2_000);
  }

  @Test
  void forgedPacketProvesNothing() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4, new Sending.OnceProven(OptionalInt.of(1_000)));
    byte[] forged = new byte[60];
    forged[7] = 1;

    inbound(2_000).open(ByteBuffer.wrap(forged), EspFixture.empty());

    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);
  }

  @Test
  void unprovenSaSendsWhatNoOtherTakes() {
    install(1, 1_000, LAN);
    install(1, 2_000, EspFixture.ANY4, new Sending.OnceProven(OptionalInt.empty()));

    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);
    assertThat(spiFor("10.0.0.7")).isEqualTo(2_000);
  }

  @Test
  void redundantSaReceivesButSendsOnlyAsTheLastResort() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4, new Sending.LastResort());

    receive(2_000);
    assertThat(spiFor("192.168.1.7")).isEqualTo(1_000);
    database.remove(1_000);
    assertThat(spiFor("192.168.1.7")).isEqualTo(2_000);
  }

  @Test
  void usageIsThatOfTheDirectionWithMoreOfIt() {
    install(1, 1_000, EspFixture.ANY4);
    install(2, 2_000, EspFixture.ANY4);
    receive(2_000);
    receive(2_000);
    OutboundSa out = database.outboundOf(1).getFirst();
    byte[] packet = InnerPackets.udp(SERVER, INSIDE, 53, new byte[4]); // 32 octets, padded to 36
    out.seal(EspFixture.roomy(packet), EspFixture.empty());

    assertThat(database.usage())
        .containsExactlyInAnyOrder(new Usage(1_000, 1, 36, 0), new Usage(2_000, 2, 72, 2));
  }

  /** An authentic packet from the device. */
  private void receive(int spi) {
    byte[] packet = InnerPackets.udp(INSIDE, SERVER, 53, new byte[4]);
    ByteBuffer esp = EspFixture.empty();
    devices.computeIfAbsent(spi, this::device).seal(EspFixture.roomy(packet), esp);
    assertThat(inbound(spi).open(ByteBuffer.wrap(EspFixture.octets(esp)), EspFixture.empty()))
        .isEqualTo(Verdict.PASSED);
  }

  private OutboundSa device(int spi) {
    List<TrafficSelector> any = List.of(EspFixture.ANY4);
    return new OutboundSa(EspFixture.spec(9, spi, spi, GCM, any, any), 1);
  }

  private InboundSa inbound(int spi) {
    return Optional.ofNullable(database.inbound(spi)).orElseThrow();
  }

  @Test
  void peerMovesForOneChildSaOnly() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4);
    InetSocketAddress before = database.outboundOf(1).getFirst().peer();
    InetSocketAddress after = new InetSocketAddress("198.51.100.77", 1_234);
    database.movePeer(1_000, after);
    database.movePeer(9_999, after);
    assertThat(database.outboundOf(1)).extracting(OutboundSa::peer).containsExactly(before, after);
  }

  @Test
  void removedTunnelLeavesNothingAndOthersAlone() {
    install(1, 1_000, EspFixture.ANY4);
    install(1, 2_000, EspFixture.ANY4);
    install(2, 3_000, EspFixture.ANY4);
    database.removeTunnel(1);
    assertThat(database.inbound(1_000)).isNull();
    assertThat(database.inbound(2_000)).isNull();
    assertThat(database.inbound(3_000)).isNotNull();
    assertThat(database.outboundOf(1)).isEmpty();
    assertThat(database.outboundOf(2)).hasSize(1);
  }

  @Test
  void spiInUseIsRefusedAndTheOldSaStays() {
    install(1, 1_000, EspFixture.ANY4);
    InboundSa before = database.inbound(1_000);
    assertThatThrownBy(() -> install(2, 1_000, EspFixture.ANY4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(database.inbound(1_000)).isSameAs(before);
    assertThat(database.outboundOf(2)).isEmpty();
  }

  @Test
  void keysAreErasedOnceInstalledAndNeverPrinted() {
    EspSaSpec spec = EspFixture.gateway(GCM, LAN);
    database.install(spec);
    assertThat(spec.inboundKeys().encryption()).containsOnly(0);
    assertThat(spec.outboundKeys().encryption()).containsOnly(0);
    assertThat(spec.toString()).contains("inboundKeys=***", "outboundKeys=***");
  }

  @Test
  void keysOfTheWrongLengthAreRefused() {
    EspTransform longer = new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
    EspSaSpec good = EspFixture.gateway(GCM, LAN);
    assertThatThrownBy(
            () ->
                new EspSaSpec(
                    1,
                    1_000,
                    1_000,
                    longer,
                    good.inboundKeys(),
                    good.outboundKeys(),
                    good.inside(),
                    good.outside(),
                    good.local(),
                    good.peer(),
                    true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void combinationsThatAreNoTransformAreRefused() {
    assertThatThrownBy(() -> new EspTransform(EspCipher.AES_CBC, 128, EspIntegrity.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EspTransform(EspCipher.AES_GCM, 128, EspIntegrity.HMAC_SHA1_96))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EspTransform(EspCipher.NULL, 128, EspIntegrity.HMAC_SHA1_96))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EspTransform(EspCipher.AES_GCM, 64, EspIntegrity.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void install(long tunnel, int spi, TrafficSelector inside) {
    install(tunnel, spi, inside, new Sending.AtOnce());
  }

  private void install(long tunnel, int spi, TrafficSelector inside, Sending sending) {
    database.install(
        EspFixture.spec(tunnel, spi, spi, GCM, List.of(inside), List.of(EspFixture.ANY4)), sending);
  }

  private int spiFor(String inside) {
    byte[] packet =
        InnerPackets.udp(
            InnerPackets.address("203.0.113.1"), InnerPackets.address(inside), 53, new byte[4]);
    Ipv4View view = new Ipv4View();
    view.wrap(packet, 0, packet.length);
    OutboundSa sa = database.outbound(1, view);
    return sa == null ? 0 : sa.inboundSpi();
  }
}
