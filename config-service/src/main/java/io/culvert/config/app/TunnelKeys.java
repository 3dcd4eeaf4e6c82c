package io.culvert.config.app;

import io.culvert.config.domain.Psk;
import org.jspecify.annotations.Nullable;

/**
 * The keys a tunnel's device may use.
 *
 * @param current the key it should have
 * @param previous the one before, while a rotation's grace lasts; else null
 */
record TunnelKeys(Psk current, @Nullable Psk previous) {}
