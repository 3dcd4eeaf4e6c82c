package io.culvert.gateway.core.esp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ESP packets that must be dropped, each for its own reason. */
class BadEspTest {
  private static final EspTransform GCM =
      new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
  private static final int INSIDE = InnerPackets.address("192.168.1.10");
  private static final int SERVER = InnerPackets.address("203.0.113.80");
  private static final byte[] INNER = InnerPackets.udp(INSIDE, SERVER, 5_000, new byte[30]);
  private static final TrafficSelector LAN =
      EspFixture.selector(0, 0, 65_535, "192.168.1.0", "192.168.1.255");

  private final InboundSa gateway = new InboundSa(EspFixture.gateway(GCM, LAN));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void reservedSpiCannotBeInstalled(int spi) {
    assertThat(EspSaSpec.isReserved(spi)).isTrue();
    EspSaSpec good = EspFixture.gateway(GCM, LAN);
    assertThatThrownBy(() -> EspFixture.spec(1, spi, 4_096, GCM, good.inside(), good.outside()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(EspSaSpec.isReserved(256)).isFalse();
    assertThat(EspSaSpec.isReserved(-1)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("io.culvert.gateway.core.esp.EspFixture#transforms")
  void everyTruncationIsDroppedWithoutHarm(EspTransform transform) {
    InboundSa sa = new InboundSa(EspFixture.gateway(transform, LAN));
    OutboundSa device = new OutboundSa(EspFixture.device(transform), 1);
    ByteBuffer esp = EspFixture.empty();
    device.seal(EspFixture.roomy(INNER), esp);
    for (int length = 0; length < esp.limit(); length++) {
      ByteBuffer cut = esp.duplicate().limit(length);
      assertThat(sa.open(cut, EspFixture.empty()))
          .as("%s octets", length)
          .isIn(Verdict.ESP_TRUNCATED, Verdict.ESP_MISALIGNED, Verdict.ICV_WRONG);
    }
  }

  @Test
  void replayedPacketIsDroppedTheSecondTime() {
    ByteBuffer esp = seal(plain(INNER, 4), 1);
    assertThat(gateway.open(esp, EspFixture.empty())).isEqualTo(Verdict.PASSED);
    assertThat(gateway.open(esp, EspFixture.empty())).isEqualTo(Verdict.REPLAYED);
  }

  @Test
  void forgedPacketDoesNotMoveTheReplayWindow() {
    ByteBuffer forged = seal(plain(INNER, 4), 0xFFFF_FFFFL);
    forged.put(forged.limit() - 1, (byte) ~forged.get(forged.limit() - 1));
    assertThat(gateway.open(forged, EspFixture.empty())).isEqualTo(Verdict.ICV_WRONG);
    assertThat(open(plain(INNER, 4), 1)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void sequenceNumberStopsBeforeItWraps() {
    OutboundSa sa = new OutboundSa(EspFixture.gateway(GCM, LAN), 0xFFFF_FFFFL);
    ByteBuffer esp = EspFixture.empty();
    assertThat(sa.seal(EspFixture.roomy(INNER), esp)).isEqualTo(Verdict.PASSED);
    assertThat(esp.getInt(4)).isEqualTo(-1);
    assertThat(sa.seal(EspFixture.roomy(INNER), esp)).isEqualTo(Verdict.SEQUENCE_EXHAUSTED);
    assertThat(sa.seal(EspFixture.roomy(INNER), esp)).isEqualTo(Verdict.SEQUENCE_EXHAUSTED);
  }

  @Test
  void paddingOfEveryLengthIsTaken() {
    for (int padLength = 0; padLength <= 255; padLength++) {
      StringBuilder pad = new StringBuilder();
      for (int i = 1; i <= padLength; i++) {
        pad.append("%02x".formatted(i));
      }
      byte[] plain = trailer(INNER, pad + "%02x".formatted(padLength), 4);
      ByteBuffer out = EspFixture.empty();
      assertThat(gateway.open(seal(plain, padLength + 1L), out))
          .as("pad length %s", padLength)
          .isEqualTo(Verdict.PASSED);
      assertThat(EspFixture.octets(out)).isEqualTo(INNER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000002", "010302", "020102", "01020403", "0001", "ff"})
  void paddingOtherThanOneTwoThreeIsDropped(String padAndLength) {
    assertThat(open(trailer(INNER, padAndLength, 4), 1)).isEqualTo(Verdict.PADDING_WRONG);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 17, 50, 58, 60, 255})
  void nextHeaderThatIsNoTunnelIsDropped(int nextHeader) {
    assertThat(open(plain(INNER, nextHeader), 1)).isEqualTo(Verdict.NEXT_HEADER_UNKNOWN);
  }

  @Test
  void dummyPacketIsDroppedSilentlyButIsAuthentic() {
    assertThat(open(plain(INNER, 59), 1)).isEqualTo(Verdict.DUMMY);
    assertThat(gateway.authenticated()).isOne();
  }

  @Test
  void innerSourceOutsideTheSelectorsIsDropped() {
    byte[] other = InnerPackets.udp(SERVER, INSIDE, 5_000, new byte[30]);
    assertThat(open(plain(other, 4), 1)).isEqualTo(Verdict.OUTSIDE_SELECTORS);
  }

  @Test
  void innerProtocolAndPortOutsideTheSelectorsAreDropped() {
    TrafficSelector onlyPort =
        EspFixture.selector(17, 5_000, 5_001, "192.168.1.0", "192.168.1.255");
    InboundSa narrow = new InboundSa(EspFixture.gateway(GCM, onlyPort));
    byte[] otherPort = InnerPackets.udp(INSIDE, SERVER, 5_002, new byte[30]);
    byte[] tcp = InnerPackets.tcp(INSIDE, SERVER, new byte[30]);
    assertThat(narrow.open(seal(plain(INNER, 4), 1), EspFixture.empty())).isEqualTo(Verdict.PASSED);
    assertThat(narrow.open(seal(plain(otherPort, 4), 2), EspFixture.empty()))
        .isEqualTo(Verdict.OUTSIDE_SELECTORS);
    assertThat(narrow.open(seal(plain(tcp, 4), 3), EspFixture.empty()))
        .isEqualTo(Verdict.OUTSIDE_SELECTORS);
  }

  @Test
  void innerPacketLongerThanItsPayloadIsDropped() {
    byte[] tooLong = INNER.clone();
    Octets.put16(tooLong, 2, INNER.length + 3);
    assertThat(open(plain(tooLong, 4), 1)).isEqualTo(Verdict.INNER_TRUNCATED);
  }

  @Test
  void innerHeaderThatContradictsItselfIsDropped() {
    byte[] shortIhl = INNER.clone();
    shortIhl[0] = 0x44;
    assertThat(open(plain(shortIhl, 4), 1)).isEqualTo(Verdict.INNER_MALFORMED);
    byte[] version6 = INNER.clone();
    version6[0] = 0x65;
    assertThat(open(plain(version6, 4), 2)).isEqualTo(Verdict.INNER_MALFORMED);
    byte[] longIhl = INNER.clone();
    longIhl[0] = 0x4F;
    assertThat(open(plain(longIhl, 4), 3)).isEqualTo(Verdict.INNER_MALFORMED);
  }

  @Test
  void innerFragmentsPassWhereSelectorsAskForNoPorts() {
    byte[] later = InnerPackets.ipv4(17, INSIDE, SERVER, 0x2002, new byte[24]);
    assertThat(open(plain(later, 4), 1)).isEqualTo(Verdict.PASSED);
    TrafficSelector port = EspFixture.selector(17, 5_000, 5_000, "192.168.1.0", "192.168.1.255");
    InboundSa narrow = new InboundSa(EspFixture.gateway(GCM, port));
    assertThat(narrow.open(seal(plain(later, 4), 1), EspFixture.empty()))
        .isEqualTo(Verdict.OUTSIDE_SELECTORS);
  }

  @Test
  void octetsBehindTheInnerPacketAreTfcPaddingAndFallAway() {
    byte[] withTail = Arrays.copyOf(INNER, INNER.length + 100);
    ByteBuffer out = EspFixture.empty();
    assertThat(gateway.open(seal(plain(withTail, 4), 1), out)).isEqualTo(Verdict.PASSED);
    assertThat(EspFixture.octets(out)).isEqualTo(INNER);
  }

  private Verdict open(byte[] plain, long sequence) {
    return gateway.open(seal(plain, sequence), EspFixture.empty());
  }

  /** Payload and trailer, with right padding to the block. */
  private static byte[] plain(byte[] payload, int nextHeader) {
    int padLength = (4 - (payload.length + 2) % 4) % 4;
    StringBuilder pad = new StringBuilder();
    for (int i = 1; i <= padLength; i++) {
      pad.append("%02x".formatted(i));
    }
    return trailer(payload, pad + "%02x".formatted(padLength), nextHeader);
  }

  private static byte[] trailer(byte[] payload, String padAndLength, int nextHeader) {
    byte[] end = HexFormat.of().parseHex(padAndLength);
    byte[] plain = Arrays.copyOf(payload, payload.length + end.length + 1);
    System.arraycopy(end, 0, plain, payload.length, end.length);
    plain[plain.length - 1] = (byte) nextHeader;
    return aligned(plain, payload.length);
  }

  /** Puts TFC padding between payload and trailer until the whole is aligned. */
  private static byte[] aligned(byte[] plain, int at) {
    int more = (4 - plain.length % 4) % 4;
    byte[] whole = new byte[plain.length + more];
    System.arraycopy(plain, 0, whole, 0, at);
    System.arraycopy(plain, at, whole, at + more, plain.length - at);
    return whole;
  }

  /** Seals octets as they are, with the device's keys and any sequence number. */
  private static ByteBuffer seal(byte[] plain, long sequence) {
    byte[] packet = new byte[plain.length + 32];
    Octets.put32(packet, 0, EspFixture.GATEWAY_SPI);
    Octets.put32(packet, 4, (int) sequence);
    try {
      EspKeys keys = EspFixture.keys(GCM, EspFixture.GATEWAY_SPI);
      PacketCipher.of(GCM, keys, true).seal(plain, 0, plain.length, packet, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return ByteBuffer.wrap(packet);
  }
}
