package io.culvert.auth.domain;

import io.culvert.contract.AuthChange.BypassNetwork.Match;

/**
 * A network location whose traffic passes without log-in.
 *
 * @param location its id
 * @param match which address is compared with it; one, never both
 */
public record BypassNetwork(long location, Match match) {}
