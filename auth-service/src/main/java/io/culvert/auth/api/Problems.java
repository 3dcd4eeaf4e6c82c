package io.culvert.auth.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violation;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns exceptions into problems. */
@Singleton
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "5";

  /** 400, 404 and 409, with every field at fault; 429 and 503, with when to try again. */
  @ServerExceptionMapper
  public Response refused(RefusedException e) {
    Response.Status status =
        switch (e.reason()) {
          case INVALID -> Response.Status.BAD_REQUEST;
          case NOT_FOUND -> Response.Status.NOT_FOUND;
          case CONFLICT -> Response.Status.CONFLICT;
          case TOO_MANY -> Response.Status.TOO_MANY_REQUESTS;
          case NOT_YET -> Response.Status.SERVICE_UNAVAILABLE;
        };
    Response.ResponseBuilder problem = Problem.response(status, e.getMessage(), e.violations());
    if (e.retryAfterSeconds() > 0) {
      problem.header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
    }
    return problem.build();
  }

  /** 401. */
  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  public Response unauthorized() {
    return Problem.response(
            Response.Status.UNAUTHORIZED, "A valid bearer token is needed.", List.of())
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build();
  }

  /** 403. */
  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return Problem.response(Response.Status.FORBIDDEN, "The token does not allow this.", List.of())
        .build();
  }

  /** A body whose fields are of the wrong type; the framework's own mapper says less. */
  @ServerExceptionMapper
  public Response mismatch(MismatchedInputException e) {
    return unreadable(e);
  }

  /** A body that is no JSON. */
  @ServerExceptionMapper
  public Response json(JsonProcessingException e) {
    return unreadable(e);
  }

  /** What a resource, or the framework, answers by itself. */
  @ServerExceptionMapper
  public Response http(WebApplicationException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return unreadable(json);
    }
    return Problem.response(e.getResponse().getStatusInfo(), e.getMessage(), List.of()).build();
  }

  /** 503; its absence is told in the log by itself, once. */
  @ServerExceptionMapper
  public Response identityProviderAway(OIDCException e) {
    return Problem.response(
            Response.Status.SERVICE_UNAVAILABLE,
            "The identity provider does not answer; try again.",
            List.of())
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  /** 503 when the database is away, else 500; the cause is in the log only. */
  @ServerExceptionMapper
  public Response other(Throwable e) {
    if (databaseAway(e)) {
      LOG.warnf("database away: %s", e.toString());
      return Problem.response(
              Response.Status.SERVICE_UNAVAILABLE,
              "The database does not answer; try again.",
              List.of())
          .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
          .build();
    }
    String id = UUID.randomUUID().toString();
    LOG.errorf(e, "unexpected error %s", id);
    return Problem.response(
            Response.Status.INTERNAL_SERVER_ERROR, "Error " + id + " is in the log.", List.of())
        .build();
  }

  /** Jackson's own message would quote the body. */
  private static Response unreadable(JsonProcessingException e) {
    String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
    Violation violation =
        field.isEmpty()
            ? new Violation("body", "is not a JSON object of this kind")
            : new Violation(field, "has the wrong type");
    return Problem.response(
            Response.Status.BAD_REQUEST, "The body cannot be read.", List.of(violation))
        .build();
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference at : e.getPath()) {
      if (at.getFieldName() == null) {
        path.append('[').append(at.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(at.getFieldName());
      }
    }
    return path.toString();
  }

  private static boolean databaseAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException
          || (cause instanceof PgException pg && isAway(pg.getSqlState()))) {
        return true;
      }
    }
    return false;
  }

  /** PostgreSQL's error classes 08, 53 and 57: connection, resources, operator's intervention. */
  private static boolean isAway(@Nullable String sqlState) {
    return sqlState != null && sqlState.matches("(08|53|57).*");
  }
}
