package io.culvert.gateway.core.ike.engine;

import static io.culvert.gateway.core.ike.engine.BadInput.SERVED;
import static io.culvert.gateway.core.ike.engine.BadInput.UNCHOSEN;
import static io.culvert.gateway.core.ike.engine.BadInput.auth;
import static io.culvert.gateway.core.ike.engine.BadInput.body;
import static io.culvert.gateway.core.ike.engine.BadInput.child;
import static io.culvert.gateway.core.ike.engine.BadInput.front;
import static io.culvert.gateway.core.ike.engine.BadInput.header;
import static io.culvert.gateway.core.ike.engine.BadInput.informational;
import static io.culvert.gateway.core.ike.engine.BadInput.init;

import io.culvert.gateway.core.ike.engine.BadInput.Outcome;
import io.culvert.gateway.core.ike.engine.RawChain.Part;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Bad input 12: every unassigned number of every registry field. */
final class BadNumbers {
  private static final Outcome IMPOSSIBLE = new Outcome.Dropped(DropReason.IMPOSSIBLE_HEADER);
  private static final int EXCHANGE_AT = 18;
  private static final int AT_ONCE = 60;

  private BadNumbers() {}

  static List<BadInput> unassigned() {
    List<BadInput> all = new ArrayList<>();
    octets(n -> ExchangeType.of(n).isPresent())
        .forEach(n -> all.add(header("exchange " + n, IMPOSSIBLE, EXCHANGE_AT, n)));
    Part[] unknown =
        octets(n -> PayloadType.of(n).isPresent())
            .mapToObj(n -> Part.of(n, (byte) 1))
            .toArray(Part[]::new);
    for (Part part : unknown) {
      all.add(informational("payload " + part.type(), SERVED, part));
      all.add(
          informational(
              "critical payload " + part.type(), BadFormats.UNSUPPORTED, part.flagged(0x80)));
    }
    octets(n -> n == ProtocolId.IKE.value() || n == ProtocolId.ESP.value())
        .forEach(
            n -> {
              byte[] sa = proposal(n, BadProposals.GOOD_IKE);
              all.add(init("proposal of protocol " + n, UNCHOSEN, body(PayloadType.SA, sa)));
              all.add(child("proposal of protocol " + n, UNCHOSEN, body(PayloadType.SA, sa)));
              DeletePayload delete = new DeletePayload(n, List.of(Bytes.ofInt(7)));
              all.add(informational("delete of protocol " + n, SERVED, Part.of(delete)));
            });
    octets(n -> TransformType.of(n).isPresent())
        .forEach(
            n -> {
              List<Transform> more = new ArrayList<>(BadProposals.GOOD_IKE);
              more.add(new Transform(n, 1, OptionalInt.empty(), List.of()));
              all.add(init("transform " + n, UNCHOSEN, body(PayloadType.SA, proposal(1, more))));
            });
    octets(n -> n == 7 || n == 8)
        .forEach(
            n -> {
              byte[] unknownType =
                  new ByteWriter().u8(1).zeros(3).u8(n).u8(0).u16(16).zeros(12).toArray();
              all.add(
                  child(
                      "traffic selector " + n,
                      new Outcome.Told(NotifyType.TS_UNACCEPTABLE),
                      body(PayloadType.TS_R, unknownType)));
            });
    notifies(all);
    transformIds(all);
    attributes(all);
    groups(all);
    return all;
  }

  private static IntStream octets(IntPredicate assigned) {
    return IntStream.rangeClosed(0, 255).filter(assigned.negate());
  }

  /** All 65,536 notification types but those we know, many in a message. */
  private static void notifies(List<BadInput> all) {
    batches(
        n -> NotifyType.of(n).isPresent(),
        n -> Part.of(new NotifyPayload(0, Bytes.EMPTY, n, Bytes.EMPTY)),
        (what, parts) -> {
          Part[] notifies = parts.toArray(Part[]::new);
          all.add(informational("notify " + what, SERVED, notifies));
        });
    // What has a meaning for the initiator, or in the clear, is no error to receive.
    Part[] some =
        IntStream.of(1, 9, 8191, 8192, 16383, 16500, 40_959, 40_960, 65_535)
            .mapToObj(n -> Part.of(new NotifyPayload(0, Bytes.EMPTY, n, Bytes.of(new byte[9]))))
            .toArray(Part[]::new);
    all.add(init("unassigned notifications", SERVED, front(some)));
    all.add(auth("unassigned notifications", SERVED, front(some)));
    all.add(child("unassigned notifications", SERVED, front(some)));
  }

  /** All 65,536 IDs of each type of transform but those that are good. */
  private static void transformIds(List<BadInput> all) {
    for (Transform good : BadProposals.GOOD_IKE) {
      batches(
          n -> n < 64,
          n -> new Transform(good.type(), n, good.keyLength(), List.of()),
          (what, transforms) -> {
            List<Transform> offer = new ArrayList<>(BadProposals.GOOD_IKE);
            offer.remove(good);
            offer.addAll(transforms);
            String name = good.knownType().orElseThrow() + " " + what;
            all.add(init(name, UNCHOSEN, body(PayloadType.SA, proposal(1, offer))));
          });
    }
  }

  /** All 32,768 attributes, in both forms: a transform with one we do not know is not chosen. */
  private static void attributes(List<BadInput> all) {
    for (boolean fixed : List.of(true, false)) {
      batches(
          n -> n >= 0x8000 || (fixed && n == 14),
          n -> {
            var attribute = new Transform.Attribute(n, fixed, Bytes.of(new byte[2]));
            return new Transform(1, 12, OptionalInt.of(256), List.of(attribute));
          },
          (what, transforms) -> {
            List<Transform> offer = new ArrayList<>(BadProposals.GOOD_IKE);
            offer.removeFirst();
            offer.addAll(transforms);
            all.add(init("attribute " + what, UNCHOSEN, parts -> withOffer(parts, offer)));
          });
    }
  }

  private static List<Part> withOffer(List<Part> parts, List<Transform> offer) {
    var sa = new SaPayload(List.of(new Proposal(1, 1, Bytes.EMPTY, offer)));
    List<Part> all = new ArrayList<>(parts);
    all.set(0, Part.of(sa));
    return all;
  }

  /** All groups of a KE payload that are not offered: one that is gets asked for. */
  private static void groups(List<BadInput> all) {
    for (int n = 0; n <= 0xffff; n = n < 300 ? n + 1 : n * 2 + 1) {
      if (n != 14 && n != 15 && n != 16 && n != 18) {
        byte[] ke = new ByteWriter().u16(n).u16(0).zeros(256).toArray();
        all.add(
            init(
                "group " + n,
                new Outcome.Told(NotifyType.INVALID_KE_PAYLOAD),
                body(PayloadType.KE, ke)));
      }
    }
  }

  /** Takes a row of many numbers. */
  private interface Rows<T> {
    void add(String what, List<T> many);
  }

  private static <T> void batches(IntPredicate assigned, IntFunction<T> each, Rows<T> rows) {
    int[] numbers = IntStream.rangeClosed(0, 0xffff).filter(assigned.negate()).toArray();
    for (int at = 0; at < numbers.length; at += AT_ONCE) {
      int end = Math.min(numbers.length, at + AT_ONCE);
      List<T> many = IntStream.range(at, end).mapToObj(i -> each.apply(numbers[i])).toList();
      rows.add(numbers[at] + " to " + numbers[end - 1], many);
    }
  }

  private static byte[] proposal(int protocol, List<Transform> transforms) {
    return BadProposals.proposals(1, BadProposals.proposal(protocol, Bytes.EMPTY, transforms));
  }
}
