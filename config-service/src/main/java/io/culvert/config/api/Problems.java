package io.culvert.config.api;

import io.culvert.config.domain.RefusedException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Every failure as problem details. */
final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "5";

  @ServerExceptionMapper
  Response refused(RefusedException e) {
    int status =
        switch (e.reason()) {
          case INVALID -> 400;
          case FORBIDDEN, LICENCE_MISSING -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> 409;
          case PRECONDITION_FAILED -> 412;
          case TOO_LARGE -> 413;
        };
    String title =
        e.reason() == RefusedException.Reason.LICENCE_MISSING ? "Licence missing" : title(status);
    return answer(new Problem(status, title, e.detail(), e.violations())).build();
  }

  @ServerExceptionMapper
  Response unauthorized(UnauthorizedException e) {
    return unauthorized();
  }

  /** The same whatever is wrong: who guesses learns nothing. */
  static Response unauthorized() {
    return problem(401, "a valid bearer token is needed")
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return problem(403, "the token's roles do not allow this").build();
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return problem(status, title(status)).build();
  }

  /** Its absence is told in the log by itself, once. */
  @ServerExceptionMapper
  Response identityProviderAway(OIDCException e) {
    return problem(503, "the identity provider does not answer; try again")
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  @ServerExceptionMapper
  Response other(Throwable e) {
    if (databaseAway(e)) {
      LOG.warnf("database away: %s", e.toString());
      return problem(503, "the database does not answer; try again")
          .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
          .build();
    }
    LOG.error("request failed", e);
    return problem(500, "the service failed; its log says why").build();
  }

  private static boolean databaseAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if ((cause instanceof PgException pg && away(pg.getSqlState()))
          || (cause instanceof SQLException sql && away(sql.getSQLState()))
          || cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException) {
        return true;
      }
    }
    return false;
  }

  /** Connection, deadlock, resources, shutdown: PostgreSQL's error classes 08, 40, 53 and 57. */
  private static boolean away(@Nullable String sqlState) {
    return sqlState != null && Stream.of("08", "40", "53", "57").anyMatch(sqlState::startsWith);
  }

  static Response.ResponseBuilder problem(int status, String detail) {
    return answer(new Problem(status, title(status), detail, List.of()));
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status()).entity(problem).type(Problem.MEDIA_TYPE);
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
