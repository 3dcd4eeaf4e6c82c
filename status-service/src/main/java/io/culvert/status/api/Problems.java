package io.culvert.status.api;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns exceptions into problems. */
@Singleton
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "5";

  /** 400 with every field at fault. */
  @ServerExceptionMapper
  public Response badInput(BadInputException e) {
    Problem problem = Problem.of(Response.Status.BAD_REQUEST, "Some parameters are wrong.");
    return new Problem(problem.status(), problem.title(), problem.detail(), e.violations())
        .response()
        .build();
  }

  /** 401. */
  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  public Response unauthorized() {
    return Problem.of(Response.Status.UNAUTHORIZED, "A valid bearer token is needed.")
        .response()
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build();
  }

  /** 403. */
  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return Problem.of(Response.Status.FORBIDDEN, "The token does not allow this.")
        .response()
        .build();
  }

  /** What a resource, or the framework, answers by itself. */
  @ServerExceptionMapper
  public Response http(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    return Problem.of(status, e.getMessage()).response().build();
  }

  /** 503; its absence is told in the log by itself, once. */
  @ServerExceptionMapper
  public Response identityProviderAway(OIDCException e) {
    return Problem.of(
            Response.Status.SERVICE_UNAVAILABLE,
            "The identity provider does not answer; try again.")
        .response()
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  /** 500; the cause is in the log only. */
  @ServerExceptionMapper
  public Response unexpected(RuntimeException e) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(e, "unexpected error %s", id);
    return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "Error " + id + " is in the log.")
        .response()
        .build();
  }
}
