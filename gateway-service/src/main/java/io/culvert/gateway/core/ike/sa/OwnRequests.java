package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Our requests: one outstanding (RFC 7296 §2.3), the others queued behind it. */
final class OwnRequests {
  private final SaContext sa;
  private final Creations creations;
  private final Deque<ActiveTask> queue = new ArrayDeque<>();
  private @Nullable OwnRequest outstanding;
  private int nextId;

  OwnRequests(SaContext sa) {
    this.sa = sa;
    this.creations = new Creations(sa, this);
  }

  /** Makes the request when its turn comes, which may be now. */
  void submit(ActiveTask task, long now) {
    queue.add(task);
    pump(now);
  }

  /** A variant of the request just answered goes before all others. */
  void submitFirst(ActiveTask task, long now) {
    queue.addFirst(task);
    pump(now);
  }

  /** Forgets what is queued; what is out stays out. */
  void clearQueue() {
    queue.clear();
    creations.clear();
  }

  /** Takes back what is queued; what is out stays out. */
  void withdraw(Predicate<ActiveTask> which) {
    queue.removeIf(which);
  }

  /** Forgets everything. */
  void cancel() {
    clearQueue();
    outstanding = null;
  }

  /** New child SAs. */
  Creations creations() {
    return creations;
  }

  /** The request that is out. */
  Optional<ActiveTask> out() {
    return Optional.ofNullable(outstanding).map(OwnRequest::task);
  }

  boolean isIdle() {
    return outstanding == null && queue.isEmpty();
  }

  /** Whether a request is queued or out that a peer's rekey of the IKE SA would disturb. */
  boolean isBusy() {
    return tasks().anyMatch(task -> !(task instanceof ActiveTask.Probe));
  }

  /** All that is queued or out. */
  Stream<ActiveTask> tasks() {
    return Stream.concat(
        Optional.ofNullable(outstanding).map(OwnRequest::task).stream(), queue.stream());
  }

  /** The message ID of the next request. */
  int nextId() {
    return nextId;
  }

  /** The request such a response would belong to. */
  Optional<OwnRequest> awaiting(int messageId) {
    return Optional.ofNullable(outstanding).filter(o -> o.messageId() == messageId);
  }

  /** The outstanding request is answered. The caller pumps when it has drawn its conclusions. */
  void answered() {
    outstanding = null;
  }

  /** IKE_SA_INIT is repeated with message ID 0 (RFC 7296 §2.6, §2.7). */
  void startOver() {
    outstanding = null;
    nextId = 0;
  }

  /** Sends the next request, if none is out. */
  void pump(long now) {
    if (outstanding != null || queue.isEmpty()) {
      return;
    }
    ActiveTask task = queue.remove();
    int id = nextId++;
    List<Bytes> datagrams = SaWire.request(sa, task, id);
    outstanding = new OwnRequest(task, id, datagrams, sa.env.config().timing().retransmit(), now);
    sa.send(datagrams);
  }

  long nextDeadline() {
    return outstanding == null
        ? creations.nextDeadline()
        : Math.min(outstanding.nextAt(), creations.nextDeadline());
  }

  /** Sends again what is due; answers with the request that nobody answers. */
  Optional<OwnRequest> tick(long now) {
    creations.tick(now);
    if (outstanding == null || outstanding.nextAt() > now) {
      return Optional.empty();
    }
    if (outstanding.exhausted()) {
      return Optional.of(outstanding);
    }
    outstanding.sentAgain(now);
    sa.send(outstanding.datagrams());
    return Optional.empty();
  }
}
