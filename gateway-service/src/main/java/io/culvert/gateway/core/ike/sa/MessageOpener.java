package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.FragmentCodec;
import io.culvert.gateway.core.ike.message.FragmentResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.SealedFragment;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.Reason;
import java.util.Optional;

/** Opens protected messages, whole ones and those in fragments. */
final class MessageOpener {
  private static final int MOST_OCTETS = 65_536;
  private static final int MOST_OCTETS_OF_A_STRANGER = 16_384;

  private final SaContext sa;
  private final Reassembly requests = new Reassembly();
  private final Reassembly responses = new Reassembly();

  MessageOpener(SaContext sa) {
    this.sa = sa;
  }

  /**
   * A message that came.
   *
   * @param arrival of its last datagram, but with the octets of its first: a repeat begins so
   */
  record Opened(DecodeResult message, Arrival arrival) {}

  /** Opens a datagram; empty unless a message is whole with it. */
  Optional<Opened> open(IkeHeader header, Arrival arrival, long now) {
    Optional<SealedFragment> fragment = fragment(header, arrival);
    if (fragment.isEmpty()) {
      byte[] datagram = arrival.data().toArray();
      DecodeResult message = MessageCodec.decodeProtected(datagram, sa.keys().inbound());
      return Optional.of(new Opened(message, arrival));
    }
    int mostOctets = sa.peer().isPresent() ? MOST_OCTETS : MOST_OCTETS_OF_A_STRANGER;
    Reassembly reassembly = header.response() ? responses : requests;
    return switch (reassembly.add(
        fragment.get(), arrival.data(), sa.keys().inbound(), mostOctets, now)) {
      case Reassembly.Step.Stored _ -> Optional.empty();
      case Reassembly.Step.Dropped dropped -> {
        sa.env.out().drop(dropped.reason());
        yield Optional.empty();
      }
      case Reassembly.Step.TooLarge _ -> {
        tooLarge(fragment.get());
        yield Optional.empty();
      }
      case Reassembly.Step.Done done ->
          Optional.of(
              new Opened(
                  done.message(), new Arrival(arrival.local(), arrival.remote(), done.first())));
    };
  }

  private void tooLarge(SealedFragment fragment) {
    sa.env.out().drop(DropReason.FRAGMENT_LIMIT);
    sa.emit(
        TunnelEvent.Type.FAILED,
        Optional.of(Reason.INVALID_MESSAGE),
        Evidence.none()
            .with("problem", "a message in too many or too large fragments")
            .with("fragments", Integer.toString(fragment.numbers().total()))
            .toMap());
  }

  /** Whether a fragment is the peer's. */
  boolean isAuthentic(SealedFragment fragment) {
    return FragmentCodec.open(fragment, sa.keys().inbound()) instanceof FragmentResult.Opened;
  }

  /** A datagram that is a fragment, where fragments may come. */
  Optional<SealedFragment> fragment(IkeHeader header, Arrival arrival) {
    return sa.extensions().fragmentation()
        ? FragmentCodec.read(header, arrival.data().toArray())
        : Optional.empty();
  }

  long nextDeadline() {
    return Math.min(requests.nextDeadline(), responses.nextDeadline());
  }

  void tick(long now) {
    requests.tick(now);
    responses.tick(now);
  }
}
