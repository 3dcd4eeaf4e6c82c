package io.culvert.status.app;

import io.culvert.contract.TunnelStatus.State;
import java.util.Map;

/**
 * Counts of tunnels by state: overall, and at each POP and region they are assigned to.
 *
 * @param tunnels by their overall state
 * @param pops by POP name and the state there
 * @param regions by region and the state there; POPs nobody has announced are left out
 */
public record Summary(
    Map<State, Long> tunnels,
    Map<String, Map<State, Long>> pops,
    Map<String, Map<State, Long>> regions) {}
