package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.SpiSource;

/** What all IKE SAs of a gateway share. */
public record SaEnvironment(
    IkeConfig config, SaOutput out, SpiSource spis, Randomness randomness) {}
