package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Bad input 20: a leak per packet. The heap is flat after a million rejected packets of each kind
 * (CVE-2025-20224, CVE-2026-20012).
 */
class BadInput20FlatHeapTest {
  private static final int MANY = 1_000_000;

  /** As many as a bounded table holds, and more. */
  private static final int ENOUGH_TO_FILL = 25_000;

  /** All of them within the minute for which failures are remembered. */
  private static final long SPACING = Duration.ofNanos(10_000).toNanos();

  /** Two octets a packet: what others in this JVM may take; the least leak, a reference, is 16. */
  private static final long FLAT = 2_000_000;

  private final IkeConfig config =
      InitDoorTest.limits(0, 1_000, 100)
          .withCrashSecret(Lab.secret("thirty-two octets of a secret ok"));
  private final End gateway = new End(new IkeEngine(config, new Dice(1)));
  private final RawFragments fragments;
  private final RawDevice device;
  private long now;

  BadInput20FlatHeapTest() {
    gateway.know("device.example", Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK));
    fragments = connected();
    device = fragments.device;
  }

  private RawFragments connected() {
    RawDevice raw =
        new RawDevice(gateway, Lab.DEVICE, 77)
            .with(NotifyPayload.of(NotifyType.FRAGMENTATION_SUPPORTED));
    Bytes cookie = cookie(raw);
    raw.with(NotifyPayload.of(NotifyType.COOKIE, cookie));
    raw.init();
    raw.request(ExchangeType.IKE_AUTH, raw.authPayloads(raw.auth()));
    return new RawFragments(raw);
  }

  private static Bytes cookie(RawDevice device) {
    return RawDevice.clear(device.send(device.initRequest()).getFirst())
        .notification(NotifyType.COOKIE)
        .orElseThrow()
        .data();
  }

  /** What came of so many: nothing that stays. */
  private void flat(DropReason reason, IntFunction<byte[]> packets) {
    send(ENOUGH_TO_FILL, packets);
    send(ENOUGH_TO_FILL, packets);
    long dropsBefore = gateway.dropped(reason);
    long before = used();
    send(MANY, packets);
    long grown = used() - before;

    assertThat(grown).as(reason + " left octets").isLessThan(FLAT);
    assertThat(gateway.dropped(reason)).isEqualTo(dropsBefore + MANY);
  }

  private void send(int count, IntFunction<byte[]> packets) {
    for (int i = 0; i < count; i++) {
      now += SPACING;
      // What the app would do with the effects is not of the engine.
      gateway.engine.step(
          new Input.Datagram(Lab.GATEWAY, source(i), Bytes.of(packets.apply(i))), now);
    }
  }

  private static InetSocketAddress source(int i) {
    byte[] address = ByteBuffer.allocate(4).putInt(0x0a000000 | (i & 0xffffff)).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), 500);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The SPI at that place of a message is another each time. */
  private static IntFunction<byte[]> countingAt(int at, Bytes datagram) {
    byte[] octets = datagram.toArray();
    return i -> {
      ByteBuffer.wrap(octets).putInt(at, i);
      return octets;
    };
  }

  private Bytes init() {
    return new RawDevice(gateway, Lab.DEVICE, 78).initRequest();
  }

  private Bytes sealed(int messageId, boolean response) {
    return device.seal(
        ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()), messageId, response);
  }

  @Test
  void whatIsNoIkeLeavesNothing() {
    flat(DropReason.MALFORMED, i -> new byte[i % 28]);
  }

  @Test
  void malformedFirstRequestsLeaveNothing() {
    byte[] bad = init().toArray();
    bad[31] = 3; // the length of the first payload
    flat(DropReason.MALFORMED, countingAt(0, Bytes.of(bad)));
  }

  @Test
  void otherVersionsLeaveNothing() {
    byte[] bad = init().toArray();
    bad[17] = 0x30;
    flat(DropReason.VERSION, countingAt(0, Bytes.of(bad)));
  }

  @Test
  void wrongCookiesLeaveNothing() {
    RawDevice liar =
        new RawDevice(gateway, Lab.DEVICE, 79)
            .with(NotifyPayload.of(NotifyType.COOKIE, Bytes.of(new byte[33])));
    flat(DropReason.BAD_COOKIE, countingAt(0, liar.initRequest()));
  }

  @Test
  void unknownSpisLeaveNothing() {
    Bytes answered = sealed(device.nextId(), true);
    flat(DropReason.UNKNOWN_SPI, countingAt(8, answered));
  }

  @Test
  void forgedMessagesLeaveNothing() {
    byte[] forged = sealed(device.nextId(), false).toArray();
    flat(DropReason.NOT_AUTHENTIC, countingAt(40, Bytes.of(forged)));
  }

  @Test
  void forgedFragmentsLeaveNothing() {
    flat(DropReason.NOT_AUTHENTIC, countingAt(44, fragments.one(1, 3)));
  }

  @Test
  void replaysAndMessagesOutsideTheWindowLeaveNothing() {
    flat(DropReason.OUT_OF_WINDOW, countingAt(40, sealed(device.nextId() - 2, false)));
    flat(DropReason.ALTERED_REPEAT, countingAt(40, sealed(device.nextId() - 1, false)));
  }

  @Test
  void responsesNobodyAskedForLeaveNothing() {
    flat(DropReason.UNREQUESTED_RESPONSE, countingAt(40, sealed(77, true)));
  }

  @Test
  void noticesInTheClearLeaveNothing() {
    byte[] notice =
        MessageCodec.encodeUnprotectedReply(
            ((IkeHeader) MessageCodec.decodeHeader(sealed(1, false).toArray())),
            NotifyPayload.of(NotifyType.INVALID_IKE_SPI));
    notice[19] ^= 0x08; // from the initiator
    flat(DropReason.CLEAR_NOTICE, countingAt(20, Bytes.of(notice)));
  }

  /** These cost a key exchange each: fewer, and what each left would be a whole IKE SA. */
  @Test
  void unknownIdentitiesLeaveNothing() {
    refuse(800); // more than come in a minute, for as long are failures remembered
    long before = used();
    refuse(1_500);
    long grown = used() - before;

    assertThat(grown).isLessThan(5 * FLAT);
    assertThat(gateway.engine.snapshot().ikeSas()).isEqualTo(1);
  }

  private void refuse(int count) {
    for (int i = 0; i < count; i++) {
      now += Duration.ofMillis(80).toNanos();
      RawDevice unknown = new RawDevice(gateway, source(i), 1_000 + i);
      unknown.now = now;
      unknown.with(NotifyPayload.of(NotifyType.COOKIE, cookie(unknown)));
      unknown.init();
      gateway.know("device.example", new Input.Refused(Reason.UNKNOWN_IDENTITY, 0, Map.of()));
      unknown.request(ExchangeType.IKE_AUTH, unknown.authPayloads(unknown.auth()));
    }
    now += Duration.ofSeconds(11).toNanos();
    gateway.step(new Input.Tick(), now);
    gateway.events.clear();
    gateway.questions.clear();
  }
}
