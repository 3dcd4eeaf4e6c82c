package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.engine.RawChain.Part;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Something that a peer should not send, and what must come of it.
 *
 * @param header changes the header of a message in the clear
 */
record BadInput(
    String name,
    Place place,
    Function<RawDevice, RawChain> payloads,
    UnaryOperator<byte[]> header,
    Outcome outcome) {
  /** Where it comes: in the clear, or protected by the right keys. */
  enum Place {
    /** In a first request. */
    INIT,
    /** In IKE_AUTH, with the right proof. */
    AUTH,
    /** In CREATE_CHILD_SA of a connected device. */
    CHILD,
    /** In INFORMATIONAL of a connected device. */
    INFORMATIONAL
  }

  /** What must come of it. */
  sealed interface Outcome {
    /** No answer, and a counter goes up. */
    record Dropped(DropReason reason) implements Outcome {}

    /** The answer is this error. */
    record Told(NotifyType error) implements Outcome {}

    /** It is answered as if nothing were wrong. */
    record Served() implements Outcome {}
  }

  static final Outcome SERVED = new Outcome.Served();
  static final Outcome MALFORMED = new Outcome.Dropped(DropReason.MALFORMED);
  static final Outcome INVALID = new Outcome.Told(NotifyType.INVALID_SYNTAX);
  static final Outcome UNCHOSEN = new Outcome.Told(NotifyType.NO_PROPOSAL_CHOSEN);

  /** A first request with other payloads than SA, KE and nonce. */
  static BadInput init(String name, Outcome outcome, UnaryOperator<List<Part>> edit) {
    return new BadInput(
        name,
        Place.INIT,
        device -> edited(RawChain.of(device.initRequest()), edit),
        UnaryOperator.identity(),
        outcome);
  }

  /** A first request with another header. */
  static BadInput header(String name, Outcome outcome, int at, int... octets) {
    UnaryOperator<byte[]> edit =
        datagram -> {
          byte[] edited = datagram.clone();
          for (int i = 0; i < octets.length; i++) {
            edited[at + i] = (byte) octets[i];
          }
          return edited;
        };
    return new BadInput(
        name, Place.INIT, device -> RawChain.of(device.initRequest()), edit, outcome);
  }

  /** IKE_AUTH with other payloads than IDi, AUTH, SA, TSi and TSr. */
  static BadInput auth(String name, Outcome outcome, UnaryOperator<List<Part>> edit) {
    return inside(
        name, Place.AUTH, outcome, d -> RawChain.of(d.authPayloads(d.auth())).parts(), edit);
  }

  /** CREATE_CHILD_SA with other payloads than SA, TSi, TSr and nonce. */
  static BadInput child(String name, Outcome outcome, UnaryOperator<List<Part>> edit) {
    return inside(name, Place.CHILD, outcome, d -> RawChain.of(d.createChild()).parts(), edit);
  }

  /** INFORMATIONAL with these payloads. */
  static BadInput informational(String name, Outcome outcome, Part... parts) {
    return inside(
        name, Place.INFORMATIONAL, outcome, _ -> List.of(parts), UnaryOperator.identity());
  }

  private static BadInput inside(
      String name,
      Place place,
      Outcome outcome,
      Function<RawDevice, List<Part>> good,
      UnaryOperator<List<Part>> edit) {
    return new BadInput(
        name,
        place,
        device -> RawChain.join(edit.apply(good.apply(device))),
        UnaryOperator.identity(),
        outcome);
  }

  private static RawChain edited(RawChain good, UnaryOperator<List<Part>> edit) {
    return RawChain.join(edit.apply(good.parts()));
  }

  /** Puts these in front. */
  static UnaryOperator<List<Part>> front(Part... more) {
    return parts -> {
      List<Part> all = new ArrayList<>(List.of(more));
      all.addAll(parts);
      return all;
    };
  }

  /** Changes the payloads of a type. */
  static UnaryOperator<List<Part>> each(PayloadType type, UnaryOperator<Part> edit) {
    return parts -> parts.stream().map(p -> p.type() == type.value() ? edit.apply(p) : p).toList();
  }

  /** Gives the payloads of a type another body. */
  static UnaryOperator<List<Part>> body(PayloadType type, byte... body) {
    return each(type, p -> p.holding(body));
  }

  @Override
  public String toString() {
    return place + ": " + name;
  }
}
