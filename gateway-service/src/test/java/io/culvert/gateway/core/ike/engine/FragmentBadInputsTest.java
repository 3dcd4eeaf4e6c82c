package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bad input 8: fragments from a peer that means no good. Afterwards the device works as before. */
class FragmentBadInputsTest {
  private static final long NOTHING_HELD = 20_000_000_000L; // the probe of a silent peer

  private final Lab lab = new Lab();
  private final End gateway = lab.gateway;
  private final RawFragments fragments = RawFragments.connected(gateway);
  private final RawDevice device = fragments.device;

  @AfterEach
  void theDeviceWorksAsBefore() {
    List<Bytes> good =
        fragments.split(ExchangeType.CREATE_CHILD_SA, device.createChild(), device.nextId(), 250);
    List<Bytes> answer = fragments.send(good);
    assertThat(answer).hasSize(1);
    assertThat(device.open(answer.getFirst()).flatMap(IkeMessage::error)).isEmpty();
    assertThat(gateway.children).hasSize(2);
  }

  private void requireNothingHeld() {
    // Fragments that wait have a deadline before this one.
    assertThat(gateway.engine.nextDeadline()).isEqualTo(NOTHING_HELD);
  }

  @Test
  void badInput8NumberZeroTotalZeroAndNumberAboveTheTotalAreDropped() {
    for (int[] numbers :
        List.of(
            new int[] {0, 0},
            new int[] {0, 3},
            new int[] {1, 0},
            new int[] {3, 0},
            new int[] {4, 3},
            new int[] {65_535, 1},
            new int[] {65_535, 65_534})) {
      assertThat(device.send(fragments.one(numbers[0], numbers[1]))).isEmpty();
    }

    assertThat(gateway.dropped(DropReason.BAD_FRAGMENT)).isEqualTo(7);
    requireNothingHeld();
  }

  @Test
  void badInput8ShrinkingTotalIsIgnored() {
    List<Bytes> good = request(3);
    device.send(good.get(0));
    device.send(good.get(1));

    assertThat(device.send(fragments.one(1, 2))).isEmpty();
    assertThat(device.send(fragments.one(1, 1))).isEmpty();

    assertThat(gateway.dropped(DropReason.BAD_FRAGMENT)).isEqualTo(2);
    assertAnswered(device.send(good.get(2)));
  }

  @Test
  void badInput8DuplicatesAreIgnored() {
    List<Bytes> good = request(3);
    for (int i = 0; i < 1000; i++) {
      assertThat(device.send(good.get(i % 2))).isEmpty();
    }

    assertThat(gateway.dropped(DropReason.REPEATED_FRAGMENT)).isEqualTo(998);
    assertAnswered(device.send(good.get(2)));
  }

  @Test
  void badInput8FragmentsOfOverlappingSizesMakeAnInvalidMessageAtWorst() {
    List<Payload> payloads = List.of(new VendorIdPayload(Bytes.of(new byte[360])));
    int id = device.nextId();
    List<Bytes> wide = fragments.split(ExchangeType.INFORMATIONAL, payloads, id, 300);
    List<Bytes> narrow = fragments.split(ExchangeType.INFORMATIONAL, payloads, id, 284);
    assertThat(wide).hasSameSizeAs(narrow).hasSize(2);

    device.send(narrow.get(0));
    List<Bytes> answer = device.send(wide.get(1));

    // What is missing in between makes the message too short.
    assertRefused(answer, NotifyType.INVALID_SYNTAX);
  }

  @Test
  void badInput8SixtyFiveThousandFragmentsAreCountedToldOnceAndNotHeld() {
    for (int number = 1; number <= 65_535; number++) {
      assertThat(device.send(fragments.one(number, 65_535))).isEmpty();
    }

    assertThat(gateway.dropped(DropReason.FRAGMENT_LIMIT)).isEqualTo(65_535);
    assertThat(gateway.reasons()).containsExactly("invalid-message");
    assertThat(gateway.events.getLast().evidence()).containsEntry("fragments", "65535");
    assertThat(gateway.events.getLast().tunnelId()).isEqualTo(Lab.TUNNEL);
  }

  @Test
  void badInput8SixtyFiveThousandForgedFragmentsAreCountedAndTellNobodyAnything() {
    byte[] forged = fragments.one(1, 64).toArray();
    forged[forged.length - 1] ^= 1;
    for (int i = 1; i <= 65_535; i++) {
      assertThat(device.send(Bytes.of(forged))).isEmpty();
    }

    assertThat(gateway.dropped(DropReason.NOT_AUTHENTIC)).isEqualTo(65_535);
    assertThat(gateway.reasons()).isEmpty();
    requireNothingHeld();
  }

  @Test
  void badInput8FragmentsStuffedWithOuterPayloadsAreNotHeldBeyondTheLimit() {
    UnsupportedPayload stuffing = new UnsupportedPayload(200, false, Bytes.of(new byte[10_000]));
    Bytes piece = Bytes.of(new byte[16]);
    int taken = 0;
    for (int number = 1; number <= 40; number++) {
      List<UnsupportedPayload> outer = Collections.nCopies(number == 40 ? 0 : 3, stuffing);
      device.send(fragments.one(ExchangeType.INFORMATIONAL, number, 40, outer, piece));
      taken += gateway.dropped(DropReason.FRAGMENT_LIMIT) == 0 ? 1 : 0;
    }

    assertThat(taken).isEqualTo(2); // of 30,000 octets each, within 65,536
    assertThat(gateway.dropped(DropReason.FRAGMENT_LIMIT)).isEqualTo(13);
    assertThat(gateway.reasons()).containsExactly("invalid-message");
  }

  @Test
  void badInput8BeforeThePeerIsKnownAQuarterOfThatIsTheLimit() {
    End other = new Lab().gateway;
    RawFragments stranger = RawFragments.afterInit(other);
    List<UnsupportedPayload> outer =
        List.of(new UnsupportedPayload(200, false, Bytes.of(new byte[8_000])));

    for (int number = 1; number <= 3; number++) {
      Bytes piece = Bytes.of(new byte[16]);
      stranger.device.send(stranger.one(ExchangeType.IKE_AUTH, number, 3, outer, piece));
      assertThat(other.dropped(DropReason.FRAGMENT_LIMIT)).isEqualTo(number == 3 ? 1 : 0);
    }
  }

  @Test
  void sixtyFourFragmentsAreTakenAndSixtyFiveAreNot() {
    Bytes piece = Bytes.EMPTY;
    for (int number = 1; number <= 65; number++) {
      device.send(fragments.one(ExchangeType.INFORMATIONAL, number, 65, List.of(), piece));
    }
    assertThat(gateway.dropped(DropReason.FRAGMENT_LIMIT)).isEqualTo(65);

    for (int number = 1; number < 64; number++) {
      device.send(fragments.one(ExchangeType.INFORMATIONAL, number, 64, List.of(), piece));
    }
    assertAnswered(
        device.send(fragments.one(ExchangeType.INFORMATIONAL, 64, 64, List.of(), piece)));
  }

  @Test
  void badInput8TooManyOuterPayloadsAreDroppedUnread() {
    List<UnsupportedPayload> outer =
        Collections.nCopies(65, new UnsupportedPayload(200, false, Bytes.EMPTY));

    assertThat(
            device.send(
                fragments.one(ExchangeType.INFORMATIONAL, 1, 2, outer, Bytes.of(new byte[16]))))
        .isEmpty();

    assertThat(gateway.dropped(DropReason.NOT_AUTHENTIC)).isEqualTo(1);
    requireNothingHeld();
  }

  @Test
  void badInput8OuterPayloadsAreJudgedAsBesideAnUnfragmentedOne() {
    // A critical one that is unknown, and one that belongs inside.
    List<Payload> critical = List.of(new UnsupportedPayload(200, true, Bytes.EMPTY));
    List<Payload> misplaced = List.of(DeletePayload.ike());

    assertRefused(stuffed(critical), NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
    assertRefused(stuffed(misplaced), NotifyType.INVALID_SYNTAX);
    assertThat(gateway.children).hasSize(1);
  }

  private List<Bytes> stuffed(List<Payload> outer) {
    return device.send(
        fragments.one(ExchangeType.INFORMATIONAL, 2, 3, outer, Bytes.of(new byte[16])));
  }

  @Test
  void badInput8NonCriticalUnknownPayloadsBesideAFragmentAreSkipped() {
    List<UnsupportedPayload> outer =
        Collections.nCopies(63, new UnsupportedPayload(200, false, Bytes.of(new byte[8])));
    ExchangeType exchange = ExchangeType.INFORMATIONAL;

    device.send(fragments.one(exchange, 1, 2, outer, Bytes.EMPTY));
    assertAnswered(device.send(fragments.one(exchange, 2, 2, outer, Bytes.EMPTY)));
  }

  @Test
  void fragmentsOfTwoExchangesMakeNoMessage() {
    List<Bytes> good = request(3);
    device.send(good.get(0));
    device.send(good.get(1));

    Bytes other =
        fragments.one(ExchangeType.CREATE_CHILD_SA, 3, 3, List.of(), Bytes.of(new byte[100]));
    assertThat(device.send(other)).isEmpty();

    assertThat(gateway.dropped(DropReason.BAD_FRAGMENT)).isEqualTo(1);
    assertAnswered(device.send(good.get(2)));
  }

  @Test
  void fragmentsOfAResponseNobodyAskedForAreDropped() {
    byte[] response = fragments.one(1, 2).toArray();
    response[19] |= 0x20;

    assertThat(device.send(Bytes.of(response))).isEmpty();

    assertThat(gateway.dropped(DropReason.UNREQUESTED_RESPONSE)).isEqualTo(1);
    requireNothingHeld();
  }

  @Test
  void fragmentsCutAndFlippedAnywhereHarmNothing() {
    List<Bytes> good = request(4);
    Random random = new Random(8);
    List<Bytes> all = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      byte[] altered = good.get(random.nextInt(4)).toArray();
      altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
      all.add(Bytes.of(altered));
      all.add(Bytes.of(Arrays.copyOf(altered, random.nextInt(altered.length))));
    }

    fragments.send(all);

    requireNothingHeld();
    assertAnswered(fragments.send(good));
  }

  /** An INFORMATIONAL that asks for nothing, in this many fragments. */
  private List<Bytes> request(int count) {
    List<Payload> payloads = List.of(new VendorIdPayload(Bytes.of(new byte[110 * count])));
    List<Bytes> split = fragments.split(ExchangeType.INFORMATIONAL, payloads, device.nextId(), 220);
    assertThat(split).hasSize(count);
    return split;
  }

  private void assertAnswered(List<Bytes> answer) {
    assertThat(answer).hasSize(1);
    assertThat(device.open(answer.getFirst()).orElseThrow().payloads()).isEmpty();
    device.advance();
  }

  private void assertRefused(List<Bytes> answer, NotifyType error) {
    assertThat(answer).hasSize(1);
    Optional<IkeMessage> message = device.open(answer.getFirst());
    assertThat(RawDevice.error(message)).isEqualTo(error);
    device.advance();
  }
}
