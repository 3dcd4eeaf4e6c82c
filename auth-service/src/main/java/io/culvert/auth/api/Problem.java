package io.culvert.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.auth.domain.Violation;
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

  static Response.ResponseBuilder response(
      Response.StatusType status, @Nullable String detail, List<Violation> violations) {
    Problem problem =
        new Problem(status.getStatusCode(), status.getReasonPhrase(), detail, violations);
    return Response.status(status).type(TYPE).entity(problem);
  }
}
