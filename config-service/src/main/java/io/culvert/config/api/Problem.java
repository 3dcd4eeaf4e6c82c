package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.config.domain.Violation;
import java.util.List;

/**
 * The body of every error (RFC 9457).
 *
 * @param status the HTTP status again
 * @param title what kind of error
 * @param detail this one
 * @param violations the fields concerned
 */
public record Problem(
    int status,
    String title,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    violations = List.copyOf(violations);
  }
}
