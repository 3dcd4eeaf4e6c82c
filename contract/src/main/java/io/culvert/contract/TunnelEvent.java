package io.culvert.contract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a tunnel. Key on {@link Topic#TUNNEL_EVENTS}: tunnel id, or 0 where the
 * tunnel is not known.
 *
 * @param id unique; repeats of one event carry the same id
 * @param tunnelId the tunnel; 0 when none could be told
 * @param tenant the tenant's id; null when none could be told
 * @param pop the gateway's POP
 * @param gateway the gateway's id
 * @param time when; of several, when the last was seen
 * @param type what kind
 * @param reason a stable code such as {@code psk-mismatch}; null where the type says all
 * @param count how often this happened since the last such event; at least 1
 * @param since when the first of them was seen; null where there is only one
 * @param evidence what was seen, by name; never a secret
 * @param remedy what to do, in a sentence; null where nothing is wrong
 */
public record TunnelEvent(
    String id,
    long tunnelId,
    @Nullable String tenant,
    String pop,
    String gateway,
    Instant time,
    Type type,
    @Nullable String reason,
    int count,
    @Nullable Instant since,
    Map<String, String> evidence,
    @Nullable String remedy) {
  /**
   * Evidence of an {@code ESTABLISHED} that comes from an authentication: the {@link
   * SealedPsk#slot} of the key that the device proved, as of {@link #TUNNEL_VERSION}.
   */
  public static final String PSK_SLOT = "psk-slot";

  /** Evidence beside {@link #PSK_SLOT}: the {@link TunnelChange#version} the gateway knew. */
  public static final String TUNNEL_VERSION = "tunnel-version";

  /** What happened. */
  public enum Type {
    ESTABLISHED,
    REKEYED,
    CLOSED,
    FAILED
  }

  public TunnelEvent {
    Checks.text(id, "id");
    Checks.text(pop, "pop");
    Checks.text(gateway, "gateway");
    Checks.present(time, "time");
    Checks.present(type, "type");
    evidence = evidence == null ? Map.of() : Map.copyOf(evidence);
  }
}
