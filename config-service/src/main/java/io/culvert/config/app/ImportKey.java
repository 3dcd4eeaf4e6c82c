package io.culvert.config.app;

import java.util.UUID;

/** Which import. An id is its tenant's own affair: two tenants may use the same. */
public record ImportKey(String tenant, UUID id) {}
