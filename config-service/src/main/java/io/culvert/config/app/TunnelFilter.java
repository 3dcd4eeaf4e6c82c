package io.culvert.config.app;

import io.culvert.config.domain.SourceType;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which tunnels of a tenant; null means any.
 *
 * @param site part of the name, without regard to case
 * @param identity part of the identity, without regard to case
 * @param pop name of one of its POPs
 * @param encryption the cipher
 * @param sourceType what is behind it
 * @param vendor part of the device's vendor, without regard to case
 * @param enabled whether it may come up
 * @param status overall
 */
public record TunnelFilter(
    @Nullable String site,
    @Nullable String identity,
    @Nullable String pop,
    @Nullable EncryptionCipher encryption,
    @Nullable SourceType sourceType,
    @Nullable String vendor,
    @Nullable Boolean enabled,
    TunnelStatus.@Nullable State status) {
  /** All. */
  public static final TunnelFilter NONE =
      new TunnelFilter(null, null, null, null, null, null, null, null);
}
