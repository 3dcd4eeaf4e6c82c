package io.culvert.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole tunnel as gateways need it. Key on {@link Topic#TUNNEL_CHANGES}: the id as decimal
 * text.
 *
 * @param id the numeric id
 * @param tenant the tenant's id
 * @param version grows with each change; readers ignore versions they have seen
 * @param site the tunnel's name
 * @param identity the IKE identity the device presents, unique in the whole service
 * @param sourceIp the only address the device may come from; null means any
 * @param pops primary first, then failover; one or two names
 * @param encryption the only phase-2 cipher offered to it
 * @param bandwidthMbps the limit in Mbit/s; null means none
 * @param enabled false means the tunnel is refused and a live one is closed
 * @param licensed false when the tenant has no licence for IPsec
 * @param psks the pre-shared key sealed to each POP, and the previous one while both are accepted
 * @param xffAddresses inside addresses for X-Forwarded-For, {@link #EVERYBODY} alone for all; empty
 *     when it is off
 * @param licenceGrace true while, without a licence, a live tunnel may stay and none may be made
 */
public record TunnelChange(
    long id,
    String tenant,
    long version,
    String site,
    SourceIdentity identity,
    @Nullable String sourceIp,
    List<String> pops,
    EncryptionCipher encryption,
    @Nullable Integer bandwidthMbps,
    boolean enabled,
    boolean licensed,
    List<SealedPsk> psks,
    List<String> xffAddresses,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean licenceGrace) {
  /** In {@code xffAddresses}: no matter which address. */
  public static final String EVERYBODY = "0.0.0.0/0";

  public TunnelChange {
    if (id <= 0) {
      throw new IllegalArgumentException("id is missing");
    }
    Checks.text(tenant, "tenant");
    Checks.text(site, "site");
    Checks.present(identity, "identity");
    Checks.present(encryption, "encryption");
    pops = Checks.list(pops);
    psks = Checks.list(psks);
    xffAddresses = Checks.list(xffAddresses);
    if (pops.isEmpty()) {
      throw new IllegalArgumentException("pops is missing");
    }
  }
}
