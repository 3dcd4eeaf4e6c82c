package io.culvert.auth.api;

import io.culvert.auth.app.UserSessions;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SessionFilter;
import io.culvert.auth.domain.SessionTable;
import io.culvert.auth.domain.Violations;
import io.culvert.contract.UserSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/sessions}: who is logged in where. */
@Path("/api/v2/authentication/sessions")
@RolesAllowed({"viewer", "admin"})
public class SessionResource {
  private static final String LIST =
      """
      Newest first; sessions that have ended are left out. `user` matches part of the name without \
      regard to case, `tunnel` is the id of a tunnel and `ip` the inside address. 503 with \
      Retry-After for the first seconds after a start, until all sessions are known.""";
  private static final String REVOKE =
      """
      At once at every gateway: the host must log in again. 404 when there is no such session, so \
      also the second time.""";
  private static final String REVOKE_ALL =
      """
      Takes either `user`, the whole name without regard to case, or `tunnel`, its id, and answers \
      how many were revoked.""";

  private final UserSessions sessions;
  private final Caller caller;
  private final InstantSource clock = InstantSource.system();

  SessionResource(UserSessions sessions, Caller caller) {
    this.sessions = sessions;
    this.caller = caller;
  }

  /** A session as it goes out; {@code id} is made of its key without the tenant. */
  record SessionDto(
      String id,
      String user,
      List<String> groups,
      long tunnel,
      String userIp,
      String method,
      Instant since,
      Instant until) {
    static SessionDto of(UserSession session) {
      String place = session.key().substring(session.tenant().length() + 1);
      return new SessionDto(
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(place.getBytes(StandardCharsets.UTF_8)),
          session.user(),
          session.groups(),
          session.tunnelId(),
          session.userIp(),
          session.method(),
          session.since(),
          session.until());
    }

    /** The key of the session with that id, of this tenant whatever the id says. */
    static String key(String tenant, String id) {
      try {
        byte[] place = Base64.getUrlDecoder().decode(id);
        return tenant + "/" + new String(place, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw RefusedException.notFound("session");
      }
    }
  }

  /** Whose sessions to revoke. */
  record RevokeDto(@Nullable String user, @Nullable Long tunnel) {
    Predicate<UserSession> filter() {
      Violations violations = new Violations();
      String name = violations.optional("user", user, 256);
      if ((name == null) == (tunnel == null)) {
        violations.add("user", "give either user or tunnel");
      }
      violations.throwIfAny();
      return session ->
          name == null
              ? tunnel != null && session.tunnelId() == tunnel
              : session.user().equalsIgnoreCase(name);
    }
  }

  /** How many were revoked. */
  record RevokedDto(int revoked) {}

  /** Those that match, in a thread that may take its time. */
  @GET
  @Operation(summary = "Who is logged in where", description = LIST)
  public Answer<List<SessionDto>> list(
      @QueryParam("user") @Nullable String user,
      @QueryParam("tunnel") @Nullable String tunnel,
      @QueryParam("ip") @Nullable String ip,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    Query query = Query.of(limit, offset);
    SessionFilter filter = SessionFilter.of(user, tunnel, ip);
    SessionTable.Part part =
        sessions.list(caller.tenant(), filter, query.offset(), query.limit(), clock.instant());
    return new Answer<>(200, part.total(), part.sessions().stream().map(SessionDto::of).toList());
  }

  /** Ends one. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed("admin")
  @Operation(summary = "Revoke a session", description = REVOKE)
  public Uni<Void> revoke(@PathParam("id") String id) {
    String tenant = caller.tenant();
    return sessions.revoke(tenant, SessionDto.key(tenant, id), clock.instant());
  }

  /** Ends all of a user or of a tunnel. */
  @POST
  @Path("/revoke")
  @RolesAllowed("admin")
  @Operation(summary = "Revoke all sessions of a user or a tunnel", description = REVOKE_ALL)
  public Uni<Answer<RevokedDto>> revokeAll(@Nullable RevokeDto body) {
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    return sessions
        .revokeAll(caller.tenant(), body.filter(), clock.instant())
        .map(count -> Answer.ok(new RevokedDto(count)));
  }
}
