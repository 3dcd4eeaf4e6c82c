package io.culvert.config.domain;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an admin decides about a tunnel, but the key.
 *
 * @param site its name, unique in the tenant
 * @param identity the IKE identity, unique in the whole service
 * @param sourceIp the only address the device may come from; null means any
 * @param pops names, primary first; one or two
 * @param encryption the phase-2 cipher
 * @param bandwidthMbps the limit; null means none
 * @param enabled whether the tunnel may come up
 * @param notes free text, maybe empty
 * @param vendor of the device, maybe empty
 * @param sourceType what is behind it
 * @param template free text, maybe empty
 * @param rekey stored for clients that send it
 * @param reauth stored for clients that send it
 * @param xff X-Forwarded-For
 */
public record TunnelSettings(
    String site,
    SourceIdentity identity,
    @Nullable String sourceIp,
    List<String> pops,
    EncryptionCipher encryption,
    @Nullable Integer bandwidthMbps,
    boolean enabled,
    String notes,
    String vendor,
    SourceType sourceType,
    String template,
    boolean rekey,
    boolean reauth,
    Xff xff) {
  public TunnelSettings {
    pops = List.copyOf(pops);
  }
}
