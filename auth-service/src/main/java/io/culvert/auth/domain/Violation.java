package io.culvert.auth.domain;

/**
 * One thing wrong with an input.
 *
 * @param field as the caller wrote it, such as {@code ranges[1]}
 * @param message what is wrong, in words
 */
public record Violation(String field, String message) {}
