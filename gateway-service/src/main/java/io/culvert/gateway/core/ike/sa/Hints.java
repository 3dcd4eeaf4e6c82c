package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.time.Duration;
import java.util.List;

/**
 * What anybody may have sent, and what it makes us ask. It never changes the IKE SA; now and then
 * it is worth one request (RFC 7296 §2.21.4).
 */
final class Hints {
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final SaContext sa;
  private final OwnRequests own;
  private final Upkeep upkeep;
  private long nextAt = Long.MIN_VALUE;

  Hints(SaContext sa, OwnRequests own, Upkeep upkeep) {
    this.sa = sa;
    this.own = own;
    this.upkeep = upkeep;
  }

  /** A notification in the clear with the SPIs of this IKE SA. */
  void receive(IkeHeader header, Arrival arrival, long now) {
    sa.env.out().drop(DropReason.CLEAR_NOTICE);
    List<NotifyPayload> notices = ClearNotice.read(header, arrival.data().toArray());
    if (!header.response()) {
      return;
    }
    if (notices.stream().anyMatch(this::isPeersToken)) {
      upkeep.forget(now);
    } else if (notices.stream().anyMatch(n -> n.is(NotifyType.INVALID_IKE_SPI))) {
      suspect(now);
    }
  }

  private boolean isPeersToken(NotifyPayload notice) {
    return notice.is(NotifyType.QUICK_CRASH_DETECTION)
        && sa.crashToken().filter(notice.data()::equals).isPresent();
  }

  /** The peer may have forgotten us: ask it. */
  void suspect(long now) {
    ask(new ActiveTask.Probe(), now);
  }

  /** Tells the peer that it uses an SPI which we do not have (RFC 7296 §1.5). */
  void reportInvalidSpi(int spi, long now) {
    Payload notice = NotifyPayload.of(NotifyType.INVALID_SPI, Bytes.ofInt(spi));
    ask(new ActiveTask.Inform(List.of(notice)), now);
  }

  /** What is out already asks as well, so nothing is queued behind it. */
  private void ask(ActiveTask task, long now) {
    if (sa.is(IkeSaState.ESTABLISHED) && own.isIdle() && nextAt <= now) {
      nextAt = now + PAUSE;
      own.submit(task, now);
    }
  }
}
