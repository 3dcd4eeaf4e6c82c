package io.culvert.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole POP. Key on {@link Topic#POP_CHANGES}: its name.
 *
 * @param id the id of the REST contract, such as {@code 0x00CA}
 * @param name such as {@code sfo1}
 * @param version grows with each change
 * @param region such as {@code US-CA}
 * @param gateways the addresses devices connect to, at least one
 * @param probe the address inside that a device pings through its tunnel; null means none
 * @param acceptingTunnels whether new tunnels may be assigned
 * @param publicKey the key secrets are sealed to, Base64; null until its gateway has made one
 * @param certificate what its gateways issue certificates with; null until there is one
 */
public record PopChange(
    String id,
    String name,
    long version,
    String region,
    List<String> gateways,
    @Nullable String probe,
    boolean acceptingTunnels,
    @Nullable String publicKey,
    @Nullable PopCertificate certificate) {
  public PopChange {
    Checks.text(id, "id");
    Checks.text(name, "name");
    Checks.text(region, "region");
    gateways = Checks.list(gateways);
  }

  /** A POP that has no certificate. */
  public PopChange(
      String id,
      String name,
      long version,
      String region,
      List<String> gateways,
      @Nullable String probe,
      boolean acceptingTunnels,
      @Nullable String publicKey) {
    this(id, name, version, region, gateways, probe, acceptingTunnels, publicKey, null);
  }
}
