package io.culvert.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a tunnel, overall and at each of its POPs. Key on {@link Topic#TUNNEL_STATUS}:
 * tunnel id.
 *
 * @param tunnelId the tunnel
 * @param tenant the tenant's id
 * @param site the tunnel's name
 * @param state overall: up when it is up at any POP
 * @param since since when it is so; null when unknown
 * @param pops one entry per POP of the tunnel, primary first
 * @param time when this was computed
 */
public record TunnelStatus(
    long tunnelId,
    String tenant,
    String site,
    State state,
    @Nullable Instant since,
    List<PopStatus> pops,
    Instant time) {
  /** Up, down or unknown, design §4. */
  public enum State {
    @JsonProperty("up")
    UP,
    @JsonProperty("down")
    DOWN,
    @JsonProperty("unknown")
    UNKNOWN
  }

  public TunnelStatus {
    if (tunnelId <= 0) {
      throw new IllegalArgumentException("tunnelId is missing");
    }
    Checks.text(tenant, "tenant");
    Checks.text(site, "site");
    Checks.present(state, "state");
    Checks.present(time, "time");
    pops = Checks.list(pops);
  }

  /**
   * The tunnel at one POP.
   *
   * @param pop its name
   * @param primary whether it is the tunnel's first
   * @param state here
   * @param since since when; null when unknown
   * @param reason why it is not up, a stable code; null when it is up
   * @param lastKeepalive the last authenticated message; null when there was none
   * @param kbpsIn from the device, over the last report; null when unknown
   * @param kbpsOut to the device; null when unknown
   * @param childSas live CHILD SAs
   * @param hosts inside addresses seen
   * @param cipher the negotiated ESP algorithms; null when not up
   */
  public record PopStatus(
      String pop,
      boolean primary,
      State state,
      @Nullable Instant since,
      @Nullable String reason,
      @Nullable Instant lastKeepalive,
      @Nullable Long kbpsIn,
      @Nullable Long kbpsOut,
      int childSas,
      int hosts,
      @Nullable String cipher) {
    public PopStatus {
      Checks.text(pop, "pop");
      Checks.present(state, "state");
    }
  }
}
