package io.culvert.config.app;

import io.culvert.config.domain.Tunnel;

/** A tunnel with its sealed key. */
public record StoredTunnel(Tunnel tunnel, SealedSecret secret) {}
