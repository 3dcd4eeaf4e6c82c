package io.culvert.config.app;

import java.time.Duration;

/**
 * What the operator decides about imports.
 *
 * @param kept how long one is kept, from its review on
 */
public record ImportSettings(Duration kept) {}
