package io.culvert.config.app;

/**
 * Who calls for a tenant.
 *
 * @param tenant the tenant of the login or token
 * @param actor who it is
 */
public record Caller(String tenant, Actor actor) {}
