package io.culvert.config.app;

import io.culvert.contract.TunnelStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which tunnels of a tenant; null means any.
 *
 * @param site part of the name, without regard to case
 * @param pop name of one of its POPs
 * @param status overall
 */
public record TunnelFilter(
    @Nullable String site, @Nullable String pop, TunnelStatus.@Nullable State status) {}
