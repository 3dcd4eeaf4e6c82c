package io.culvert.config.domain;

/**
 * One thing wrong with an input.
 *
 * @param field the path of the field as the caller wrote it, such as {@code pops[1]}
 * @param message what would be right; never quotes a secret
 */
public record Violation(String field, String message) {}
