package io.culvert.config.app;

import io.culvert.config.domain.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel with its sealed keys.
 *
 * @param secret the present key
 * @param previous the one before, while it is accepted; else null
 */
public record StoredTunnel(Tunnel tunnel, SealedSecret secret, @Nullable SealedSecret previous) {}
