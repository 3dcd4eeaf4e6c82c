package io.culvert.config.domain;

/**
 * A point of presence.
 *
 * @param id such as {@code 0x00CA}
 * @param settings what the operator decided
 * @param version grows with each change
 */
public record Pop(String id, PopSettings settings, long version) {
  /** What every tunnel may use, whatever the POP offers. */
  public static final int COMMON_MBPS = 250;

  private static final double METRO_MILES = 50;

  /** Its name. */
  public String name() {
    return settings.name();
  }

  /** The most a tunnel may be given here, in Mbit/s. */
  public int maxMbps() {
    return settings.bandwidths().stream().reduce(COMMON_MBPS, Math::max);
  }

  /** Whether one release takes both down on the same day for the same users. */
  public boolean sharesDayAndMetro(Pop other) {
    return settings.releaseDeploymentDay().equalsIgnoreCase(other.settings.releaseDeploymentDay())
        && settings.place().milesTo(other.settings.place()) <= METRO_MILES;
  }
}
