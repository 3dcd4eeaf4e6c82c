package io.culvert.gateway.core.ike.engine;

import static io.culvert.gateway.core.ike.engine.BadInput.INVALID;
import static io.culvert.gateway.core.ike.engine.BadInput.MALFORMED;
import static io.culvert.gateway.core.ike.engine.BadInput.SERVED;
import static io.culvert.gateway.core.ike.engine.BadInput.auth;
import static io.culvert.gateway.core.ike.engine.BadInput.child;
import static io.culvert.gateway.core.ike.engine.BadInput.each;
import static io.culvert.gateway.core.ike.engine.BadInput.front;
import static io.culvert.gateway.core.ike.engine.BadInput.header;
import static io.culvert.gateway.core.ike.engine.BadInput.informational;
import static io.culvert.gateway.core.ike.engine.BadInput.init;

import io.culvert.gateway.core.ike.engine.BadInput.Outcome;
import io.culvert.gateway.core.ike.engine.RawChain.Part;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Bad inputs 1, 14, 21 and 23: headers, chains and lengths. */
final class BadFormats {
  static final Outcome UNSUPPORTED = new Outcome.Told(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
  private static final Outcome VERSION = new Outcome.Dropped(DropReason.VERSION);
  private static final Outcome IMPOSSIBLE = new Outcome.Dropped(DropReason.IMPOSSIBLE_HEADER);
  private static final int CRITICAL = 0x80;
  private static final int VERSION_AT = 17;
  private static final int EXCHANGE_AT = 18;
  private static final int FLAGS_AT = 19;

  private BadFormats() {}

  /** 1: a payload of IKEv1 inside an IKEv2 message, and IKEv1 messages as such. */
  static List<BadInput> ikev1() {
    List<BadInput> all = new ArrayList<>();
    for (int mode : List.of(2, 4, 5, 6, 32, 33)) {
      all.add(header("IKEv1, exchange " + mode, VERSION, VERSION_AT, 0x10, mode));
      all.add(header("an exchange of IKEv1, " + mode, IMPOSSIBLE, EXCHANGE_AT, mode));
    }
    Part[] old =
        IntStream.rangeClosed(1, 32).mapToObj(t -> Part.of(t, new byte[12])).toArray(Part[]::new);
    all.add(init("all payloads of IKEv1", SERVED, front(old)));
    all.add(auth("all payloads of IKEv1", SERVED, front(old)));
    all.add(child("all payloads of IKEv1", SERVED, front(old)));
    all.add(informational("all payloads of IKEv1", SERVED, old));
    for (Part each : old) {
      Part critical = each.flagged(CRITICAL);
      all.add(init("a critical payload " + each.type(), UNSUPPORTED, front(critical)));
      all.add(informational("a critical payload " + each.type(), UNSUPPORTED, critical));
    }
    return all;
  }

  /** 14: lengths that are too small, or that disagree. */
  static List<BadInput> lengths() {
    List<BadInput> all = new ArrayList<>();
    for (PayloadType type : List.of(PayloadType.SA, PayloadType.KE, PayloadType.NONCE)) {
      claims((what, edit) -> all.add(init(what, MALFORMED, edit)), type);
    }
    for (PayloadType type : List.of(PayloadType.ID_I, PayloadType.AUTH, PayloadType.TS_R)) {
      claims((what, edit) -> all.add(auth(what, INVALID, edit)), type);
    }
    for (PayloadType type : List.of(PayloadType.SA, PayloadType.TS_I, PayloadType.NONCE)) {
      claims((what, edit) -> all.add(child(what, INVALID, edit)), type);
    }
    for (PayloadType type : PayloadType.values()) {
      if (type != PayloadType.NONE) {
        Part part = Part.of(type, new byte[8]);
        for (int length : List.of(0, 1, 2, 3, 13, 0xffff)) {
          String what = type + " of length " + length;
          all.add(informational(what, INVALID, part.claiming(length)));
        }
      }
    }
    return all;
  }

  /** Takes a row. */
  private interface Rows {
    void add(String what, UnaryOperator<List<Part>> edit);
  }

  private static void claims(Rows rows, PayloadType type) {
    for (int length : List.of(0, 1, 2, 3, 4, 0xffff)) {
      rows.add(type + " of length " + length, each(type, p -> p.claiming(length)));
    }
    for (int more : List.of(-1, 1)) {
      rows.add(
          type + " of length " + more + " beside", each(type, p -> p.claiming(p.length() + more)));
    }
  }

  /** 21: chains that lead to themselves. */
  static List<BadInput> loops() {
    Part empty = Part.of(PayloadType.VENDOR_ID);
    Part[] most = Collections.nCopies(61, empty).toArray(Part[]::new);
    Part[] more = Collections.nCopies(62, empty).toArray(Part[]::new);
    Part[] sixteenThousand = Collections.nCopies(16_000, empty).toArray(Part[]::new);
    return List.of(
        init("64 payloads", SERVED, front(most)),
        init("65 payloads", MALFORMED, front(more)),
        init("16,000 empty payloads", MALFORMED, front(sixteenThousand)),
        init("a payload of length 0 before itself", MALFORMED, front(empty.claiming(0), empty)),
        informational("64 payloads", SERVED, Collections.nCopies(64, empty).toArray(Part[]::new)),
        informational("65 payloads", INVALID, Collections.nCopies(65, empty).toArray(Part[]::new)),
        informational("16,000 empty payloads", INVALID, sixteenThousand),
        informational("a payload of length 0 before itself", INVALID, empty.claiming(0), empty),
        informational("SK inside SK", INVALID, Part.of(PayloadType.SK, new byte[64])),
        informational("SKF inside SK", INVALID, Part.of(PayloadType.SKF, new byte[64])),
        endless("a chain that ends in a type", PayloadType.VENDOR_ID.value()),
        endless("a chain that ends in SK", PayloadType.SK.value()));
  }

  private static BadInput endless(String name, int typeAfter) {
    return new BadInput(
        name,
        BadInput.Place.INFORMATIONAL,
        _ -> RawChain.endingWith(typeAfter, List.of(Part.of(PayloadType.VENDOR_ID, new byte[4]))),
        UnaryOperator.identity(),
        INVALID);
  }

  /** 23: the critical bit, the reserved bits, and other versions. */
  static List<BadInput> flags() {
    UnaryOperator<List<Part>> critical = all -> all.stream().map(p -> p.flagged(0xff)).toList();
    Part unknown = Part.of(200, new byte[4]);
    return List.of(
        init("an unknown payload", SERVED, front(unknown)),
        init("an unknown payload with reserved bits", SERVED, front(unknown.flagged(0x7f))),
        init("a critical unknown payload", UNSUPPORTED, front(unknown.flagged(CRITICAL))),
        init("known payloads with the critical and all reserved bits", SERVED, critical),
        auth("a critical unknown payload", UNSUPPORTED, front(unknown.flagged(CRITICAL))),
        auth("known payloads with the critical and all reserved bits", SERVED, critical),
        child("a critical unknown payload", UNSUPPORTED, front(unknown.flagged(CRITICAL))),
        child("known payloads with the critical and all reserved bits", SERVED, critical),
        informational("a critical unknown payload", UNSUPPORTED, unknown.flagged(0xff)),
        informational("an unknown payload", SERVED, unknown.flagged(0x7f)),
        header("all reserved flags", SERVED, FLAGS_AT, 0xcf),
        header("a higher version spoken", SERVED, FLAGS_AT, 0x18),
        header("minor version 15", SERVED, VERSION_AT, 0x2f),
        header("major version 0", VERSION, VERSION_AT, 0x00),
        header("major version 1", VERSION, VERSION_AT, 0x1f),
        header("a response of version 3", VERSION, VERSION_AT, 0x30, 34, 0x28),
        header("a response of version 2", IMPOSSIBLE, FLAGS_AT, 0x28),
        header(
            "a request of a responder",
            new Outcome.Dropped(DropReason.UNKNOWN_SPI),
            FLAGS_AT,
            0x00),
        header(
            "major version 3",
            new Outcome.Told(NotifyType.INVALID_MAJOR_VERSION),
            VERSION_AT,
            0x30),
        header(
            "major version 15",
            new Outcome.Told(NotifyType.INVALID_MAJOR_VERSION),
            VERSION_AT,
            0xf0));
  }
}
