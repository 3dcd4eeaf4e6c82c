package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.FragmentCodec;
import io.culvert.gateway.core.ike.message.FragmentResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.message.SealedFragment;
import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together the fragments of one message at a time, in one direction of an IKE SA (RFC 7383
 * §2.6). Only what is authentic is stored, and no more than a bounded amount for a bounded time.
 */
final class Reassembly {
  /** A message may come in this many fragments at most; a cap of ours. */
  static final int MOST_FRAGMENTS = 64;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private @Nullable Partial partial;

  /** What became of a fragment. */
  sealed interface Step {
    /** It is kept until the others are there. */
    record Stored() implements Step {}

    /** It is not used. */
    record Dropped(DropReason reason) implements Step {}

    /** It is authentic, but its message is larger than we take. */
    record TooLarge() implements Step {}

    /**
     * The message is complete, or cannot be read.
     *
     * @param first the datagram that a repeat of the message begins with
     */
    record Done(DecodeResult message, Bytes first) implements Step {}
  }

  /** The message that is being put together. */
  private static final class Partial {
    final int messageId;
    final int exchangeType;
    final int total;
    final SortedMap<Integer, FragmentResult.Opened> parts = new TreeMap<>();
    Bytes first = Bytes.EMPTY;
    int octets;
    long expiresAt;

    Partial(IkeHeader header, int total) {
      this.messageId = header.messageId();
      this.exchangeType = header.exchangeType();
      this.total = total;
    }

    void put(FragmentResult.Opened fragment, Bytes datagram, long now) {
      parts.put(fragment.numbers().number(), fragment);
      octets += datagram.length();
      expiresAt = now + PATIENCE_NANOS;
      if (fragment.numbers().areFirst()) {
        first = datagram;
      }
    }
  }

  /**
   * Takes in a fragment.
   *
   * @param datagram its octets
   * @param mostOctets what all datagrams of its message may have
   */
  Step add(
      SealedFragment fragment, Bytes datagram, PayloadProtection in, int mostOctets, long now) {
    FragmentNumbers numbers = fragment.numbers();
    Partial begun = begun(fragment.header().messageId());
    if (!numbers.arePossible() || (begun != null && !fits(fragment, begun))) {
      return new Step.Dropped(DropReason.BAD_FRAGMENT);
    }
    if (begun != null
        && begun.total == numbers.total()
        && begun.parts.containsKey(numbers.number())) {
      return new Step.Dropped(DropReason.REPEATED_FRAGMENT);
    }
    return switch (FragmentCodec.open(fragment, in)) {
      case Rejected rejected when rejected.authenticated() -> done(rejected, datagram);
      case Rejected _ -> new Step.Dropped(DropReason.NOT_AUTHENTIC);
      case FragmentResult.Opened opened -> store(opened, begun, datagram, mostOctets, now);
    };
  }

  private @Nullable Partial begun(int messageId) {
    return partial != null && partial.messageId == messageId ? partial : null;
  }

  /** A fragment of the same message, split as before or, in another try, finer (RFC 7383 §2.6). */
  private static boolean fits(SealedFragment fragment, Partial begun) {
    return fragment.header().exchangeType() == begun.exchangeType
        && fragment.numbers().total() >= begun.total;
  }

  private Step store(
      FragmentResult.Opened fragment,
      @Nullable Partial begun,
      Bytes datagram,
      int mostOctets,
      long now) {
    int total = fragment.numbers().total();
    // RFC 7383 §2.6: a larger total begins anew
    Partial into =
        begun != null && begun.total == total ? begun : new Partial(fragment.header(), total);
    if (total > MOST_FRAGMENTS || into.octets + datagram.length() > mostOctets) {
      partial = null;
      return new Step.TooLarge();
    }
    into.put(fragment, datagram, now);
    partial = into;
    return into.parts.size() < total
        ? new Step.Stored()
        : done(FragmentCodec.join(List.copyOf(into.parts.values())), into.first);
  }

  private Step done(DecodeResult message, Bytes first) {
    partial = null;
    return new Step.Done(message, first);
  }

  /** When the fragments of a message that stays incomplete are forgotten. */
  long nextDeadline() {
    return partial == null ? Long.MAX_VALUE : partial.expiresAt;
  }

  /** Forgets what is due. */
  void tick(long now) {
    if (nextDeadline() <= now) {
      partial = null;
    }
  }
}
