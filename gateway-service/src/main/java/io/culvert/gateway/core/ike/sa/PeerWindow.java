package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.wire.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The peer's requests: a window of one (RFC 7296 §2.3), with the last answer kept so that a repeat
 * gets the same octets (RFC 7296 §2.1).
 */
final class PeerWindow {
  /** What to do with a request. */
  sealed interface Verdict {
    /** Not seen before: process it. */
    record Fresh() implements Verdict {}

    /** Seen: send this answer again. */
    record Repeat(List<Bytes> answer) implements Verdict {}

    /** Seen, but not in these octets. */
    record Altered(List<Bytes> answer) implements Verdict {}

    /** Not to be processed. */
    record Drop(DropReason reason) implements Verdict {}
  }

  private int expected;
  private @Nullable Bytes lastRequest;
  private @Nullable List<Bytes> lastAnswer;

  PeerWindow(int expected) {
    this.expected = expected;
  }

  /** Looks at a request without changing anything. */
  Verdict judge(int messageId, Bytes request) {
    boolean same = lastRequest != null && request.equals(lastRequest);
    if (messageId == expected) {
      if (lastRequest == null || lastAnswer != null) {
        return new Verdict.Fresh();
      }
      return new Verdict.Drop(same ? DropReason.ANSWER_PENDING : DropReason.OUT_OF_WINDOW);
    }
    if (messageId != expected - 1 || lastAnswer == null) {
      return new Verdict.Drop(DropReason.OUT_OF_WINDOW);
    }
    return same ? new Verdict.Repeat(lastAnswer) : new Verdict.Altered(lastAnswer);
  }

  /** An authentic request is being worked on; of one in fragments, this is the first. */
  void accept(Bytes request) {
    lastRequest = request;
    lastAnswer = null;
  }

  /** The work is done; the window moves on. */
  void answered(List<Bytes> answer) {
    lastAnswer = answer;
    expected++;
  }

  /** The message ID of the request that is awaited or being worked on. */
  int expected() {
    return expected;
  }
}
