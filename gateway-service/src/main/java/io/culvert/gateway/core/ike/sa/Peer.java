package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.task.ChildTerms;

/**
 * The authenticated peer.
 *
 * @param terms what it may have as a child SA
 */
record Peer(long tunnelId, Identity identity, ChildTerms terms) {}
