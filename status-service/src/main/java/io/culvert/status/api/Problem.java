package io.culvert.status.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error, RFC 9457.
 *
 * @param status the HTTP status
 * @param title its name
 * @param detail what is wrong, in words
 * @param violations the fields at fault; absent where none is
 */
record Problem(
    int status,
    String title,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
  static final String TYPE = "application/problem+json";

  /** A field and what is wrong with it. */
  record Violation(String field, String message) {}

  static Problem of(Response.StatusType status, @Nullable String detail) {
    return new Problem(status.getStatusCode(), status.getReasonPhrase(), detail, List.of());
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(TYPE).entity(this);
  }
}
