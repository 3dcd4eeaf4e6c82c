package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.wire.Bytes;
import java.time.Duration;
import java.util.List;

/** Our one outstanding request and its retransmissions (RFC 7296 §2.1, §2.4). */
final class OwnRequest {
  private final ActiveTask task;
  private final int messageId;
  private final List<Bytes> datagrams;
  private final List<Duration> waits;
  private long firstSent;
  private int sent;
  private long nextAt;

  OwnRequest(
      ActiveTask task, int messageId, List<Bytes> datagrams, List<Duration> waits, long now) {
    this.task = task;
    this.messageId = messageId;
    this.datagrams = datagrams;
    this.waits = waits;
    restart(now);
  }

  /** Starts the schedule anew, as if the request had just been sent for the first time. */
  void restart(long now) {
    firstSent = now;
    sent = 1;
    nextAt = now + waits.getFirst().toNanos();
  }

  ActiveTask task() {
    return task;
  }

  int messageId() {
    return messageId;
  }

  /** What it was sent in; sent again, it is the same octets (RFC 7296 §2.1). */
  List<Bytes> datagrams() {
    return datagrams;
  }

  long firstSent() {
    return firstSent;
  }

  long nextAt() {
    return nextAt;
  }

  boolean exhausted() {
    return sent >= waits.size();
  }

  void sentAgain(long now) {
    nextAt = now + waits.get(sent).toNanos();
    sent++;
  }
}
