package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tunnel;
import io.culvert.contract.TunnelStatus;
import java.util.List;
import java.util.Optional;

/**
 * A tunnel with what belongs to it.
 *
 * @param tunnel the tunnel
 * @param pops all POPs
 * @param status last known; empty when nobody has reported
 * @param warnings of the change just made; empty otherwise
 */
public record TunnelView(
    Tunnel tunnel, PopCatalog pops, Optional<TunnelStatus> status, List<String> warnings) {
  public TunnelView {
    warnings = List.copyOf(warnings);
  }
}
