package io.culvert.auth.api;

import io.culvert.auth.app.CallRate;
import io.culvert.auth.app.ClientLogin;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violations;
import io.culvert.auth.login.Granted;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/client/identity}: a device client logs its user in, without a browser. */
@Path("/api/v2/client/identity")
@Authenticated
public class ClientIdentityResource {
  private static final int PER_SECOND = 4;
  private static final int CALLERS = 100_000;
  private static final int MAX_TICKET = 16_384;
  private static final String IDENTITY =
      """
      For a client on a user's device, which is signed in as that user: an OIDC token with the \
      claim `tenant`, no role; the user is `preferred_username`, else `email`, else `sub`, and \
      `groups` its groups.

      The client asks `GET http://<probe address>/probe`, which answers \
      `{"insideTunnel":true,"tunnel":…,"ticket":"…","login":"…"}` inside a tunnel alone. It sends \
      the `ticket` here, and gets a `grant` that it brings to the gateway with \
      `GET http://<probe address>/.well-known/culvert-login?grant=…` (302), from the same host: the \
      gateway takes a grant only from the host that it gave the ticket to, once. A GET of `url` \
      does the same for a host that may not pass yet; one that renews reaches no gateway there. \
      The session ends at `expires`; the client does the same again with a fresh ticket once \
      `renewAfter` has come. A token may ask 4 times a second (429 with Retry-After).""";

  private final ClientLogin login;
  private final Caller caller;
  private final CallRate rate = new CallRate(PER_SECOND, CALLERS);
  private final InstantSource clock = InstantSource.system();

  ClientIdentityResource(ClientLogin login, Caller caller) {
    this.login = login;
    this.caller = caller;
  }

  /** What the gateway gave. */
  record TicketDto(@Nullable String ticket) {}

  /** What the gateway wants; {@code renewAfter} is half of the session's time from now. */
  record GrantDto(String grant, String url, Instant expires, Instant renewAfter) {
    static GrantDto of(Granted granted, Instant now) {
      Duration half = Duration.between(now, granted.until()).dividedBy(2);
      return new GrantDto(
          granted.sealed(), granted.url(), granted.until(), granted.until().minus(half));
    }
  }

  /** A grant for a ticket. */
  @POST
  @Operation(summary = "Log the user of a device client in", description = IDENTITY)
  public Uni<Answer<GrantDto>> identify(@Nullable TicketDto body) {
    ClientLogin.User user = new ClientLogin.User(caller.tenant(), caller.user(), caller.groups());
    if (!rate.take(caller.subject(), System.nanoTime())) {
      throw RefusedException.tooMany("At most " + PER_SECOND + " times a second.", 1);
    }
    Violations violations = new Violations();
    String ticket = violations.required("ticket", body == null ? null : body.ticket, MAX_TICKET);
    violations.throwIfAny();
    Instant now = clock.instant();
    return login.grant(ticket, user, now).map(granted -> Answer.ok(GrantDto.of(granted, now)));
  }
}
