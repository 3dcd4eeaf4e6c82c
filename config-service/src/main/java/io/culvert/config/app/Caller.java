package io.culvert.config.app;

/**
 * Who calls.
 *
 * @param tenant the tenant of the token
 */
public record Caller(String tenant) {}
