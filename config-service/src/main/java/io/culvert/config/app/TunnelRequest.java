package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.TunnelSettings;
import org.jspecify.annotations.Nullable;

/** What someone asks of a tunnel, in whatever form it came. */
public interface TunnelRequest {
  /**
   * The tunnel it leads to.
   *
   * @param current what the tunnel is; null when it is to be made
   * @param pops that exist
   * @throws io.culvert.config.domain.RefusedException with every violation
   */
  TunnelDraft resolve(@Nullable TunnelSettings current, PopCatalog pops);
}
