package io.culvert.config.api;

import io.culvert.config.app.CallLimits;
import io.culvert.config.app.ThrottledException;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failed logins, which are counted, and calls too many, as problem details. */
final class AccessProblems {
  private final CallLimits limits;

  AccessProblems(CallLimits limits) {
    this.limits = limits;
  }

  @ServerExceptionMapper
  Response failed(AuthenticationFailedException e, HttpServerRequest request) {
    return limits
        .failed(Callers.address(request))
        .map(wait -> throttled(CallLimits.refusal(wait)))
        .orElseGet(Problems::unauthorized);
  }

  /** Was counted by who checked the token. */
  @ServerExceptionMapper
  Response wrong(WrongTokenException e) {
    return Problems.unauthorized();
  }

  @ServerExceptionMapper
  Response throttled(ThrottledException e) {
    return Problems.problem(429, e.detail())
        .header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds())
        .build();
  }
}
