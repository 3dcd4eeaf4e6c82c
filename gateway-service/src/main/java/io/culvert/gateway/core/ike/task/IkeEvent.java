package io.culvert.gateway.core.ike.task;

import io.culvert.contract.TunnelEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something an administrator should know.
 *
 * @param type what kind
 * @param tunnelId the tunnel; 0 where none is known
 * @param reason why; empty where the type says all
 * @param count how often since the last such event; at least 1
 * @param evidence what was seen, by name; printable, bounded, never a secret
 */
public record IkeEvent(
    TunnelEvent.Type type,
    long tunnelId,
    Optional<Reason> reason,
    int count,
    Map<String, String> evidence) {
  /**
   * Evidence of an {@code ESTABLISHED} of a responder: milliseconds from the first request to the
   * proof of the peer's identity.
   */
  public static final String HANDSHAKE_MILLIS = "handshake-ms";

  public IkeEvent {
    evidence = Map.copyOf(evidence);
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1");
    }
  }

  /** The stable code of the reason. */
  public Optional<String> reasonCode() {
    return reason.map(Reason::code);
  }

  /** What to do, one sentence; empty where nothing is wrong. */
  public Optional<String> remedy() {
    return reason.map(Reason::remedy);
  }

  /** The end of one connection of a tunnel that has another; why it ended becomes evidence. */
  public IkeEvent replaced() {
    Map<String, String> more = new HashMap<>(evidence);
    reason.filter(r -> r != Reason.REPLACED).ifPresent(r -> more.put("ended", r.code()));
    return new IkeEvent(type, tunnelId, Optional.of(Reason.REPLACED), count, more);
  }

  /** The same event with another count. */
  public IkeEvent counted(int newCount) {
    return new IkeEvent(type, tunnelId, reason, newCount, evidence);
  }
}
