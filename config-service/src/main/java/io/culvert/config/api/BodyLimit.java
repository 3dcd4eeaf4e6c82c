package io.culvert.config.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * How much a request may bring. Only files may be large, and a body that says it is too large is
 * refused before it is read, in problem details as everything else.
 */
@ApplicationScoped
class BodyLimit {
  private static final String IMPORTS = "/api/v2/steering/ipsec/tunnels/imports";
  private static final long USUAL = 1024 * 1024;

  /** Around a file in a form there are its headers. */
  private static final long FILE = Utf8Reader.MAX_OCTETS + 64 * 1024;

  /** After Quarkus's own limit, which this one makes narrower. */
  private static final int PRIORITY = 1;

  private final ObjectMapper json;

  BodyLimit(ObjectMapper json) {
    this.json = json;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext request) {
    boolean file = IMPORTS.equals(request.normalizedPath());
    long limit = file ? FILE : USUAL;
    request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && tooLong(length, limit)) {
      refuse(
          request,
          file ? Utf8Reader.tooLarge().detail() : "the body has more than " + USUAL + " octets");
    } else {
      request.next();
    }
  }

  private static boolean tooLong(String length, long limit) {
    return length.length() > 18 || (length.matches("\\d+") && Long.parseLong(length) > limit);
  }

  /** The connection cannot be used again: what is to be refused is on its way already. */
  private void refuse(RoutingContext request, String detail) {
    try {
      String problem =
          json.writeValueAsString(new Problem(413, "Request Entity Too Large", detail, List.of()));
      request.addEndHandler(_ -> request.request().connection().close());
      request
          .response()
          .setStatusCode(413)
          .putHeader(HttpHeaders.CONNECTION, "close")
          .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
          .end(problem);
    } catch (JsonProcessingException e) {
      request.fail(e);
    }
  }
}
