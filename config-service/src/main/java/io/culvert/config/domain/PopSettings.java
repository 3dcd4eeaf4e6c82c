package io.culvert.config.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about a POP.
 *
 * @param name such as {@code sfo1}; fixed for good
 * @param region such as {@code US-CA}; the part before the hyphen is the country
 * @param location such as {@code San Francisco, CA, US}
 * @param place where it is
 * @param gateways addresses devices connect to, at least one
 * @param probe an address inside that devices ping; null means none
 * @param acceptingTunnels whether new tunnels may use it
 * @param bandwidths offered, in Mbit/s, at least one
 * @param releaseDeploymentDay such as {@code Day-3}
 * @param publicKey what secrets are sealed to, Base64; null until there is one
 */
public record PopSettings(
    String name,
    String region,
    String location,
    GeoPoint place,
    List<String> gateways,
    @Nullable String probe,
    boolean acceptingTunnels,
    List<Integer> bandwidths,
    String releaseDeploymentDay,
    @Nullable String publicKey) {
  public PopSettings {
    gateways = List.copyOf(gateways);
    bandwidths = List.copyOf(bandwidths);
  }

  /** Such as {@code US}. */
  public String country() {
    int hyphen = region.indexOf('-');
    return hyphen < 0 ? region : region.substring(0, hyphen);
  }
}
