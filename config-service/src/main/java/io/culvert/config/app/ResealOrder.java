package io.culvert.config.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's wish that everything be sealed under one key.
 *
 * @param keyId the key
 * @param requested when he wished so
 * @param finished when it was so; null until then
 */
public record ResealOrder(String keyId, Instant requested, @Nullable Instant finished) {}
