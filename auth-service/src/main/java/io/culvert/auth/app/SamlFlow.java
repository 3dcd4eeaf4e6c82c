package io.culvert.auth.app;

import io.culvert.auth.app.PendingLogins.Answered;
import io.culvert.auth.app.PendingLogins.Ending;
import io.culvert.auth.app.PendingLogins.Pending;
import io.culvert.auth.app.SamlStep.Failed;
import io.culvert.auth.app.SamlStep.GoTo;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.auth.login.Granted;
import io.culvert.auth.login.Grants;
import io.culvert.auth.login.Opening;
import io.culvert.auth.login.Tickets;
import io.culvert.auth.saml.ResponseCheck;
import io.culvert.auth.saml.SamlMessages;
import io.culvert.auth.saml.SamlRefusal;
import io.culvert.auth.saml.SamlRefusedException;
import io.culvert.auth.saml.SamlUser;
import io.culvert.auth.saml.UserMapping;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A log-in from the gateway's ticket to its grant (docs/adr/0014): begun in a browser, answered by
 * the identity provider, and ended in the browser that began it.
 */
@ApplicationScoped
public class SamlFlow {
  private static final Logger LOG = Logger.getLogger(SamlFlow.class);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Tickets tickets;
  private final Grants grants;
  private final TenantAuthStore tenants;
  private final PendingLogins logins;
  private final IdpSessions sessions;
  private final SamlParty party;

  SamlFlow(
      Tickets tickets,
      Grants grants,
      TenantAuthStore tenants,
      PendingLogins logins,
      IdpSessions sessions,
      SamlParty party) {
    this.tickets = tickets;
    this.grants = grants;
    this.tenants = tenants;
    this.logins = logins;
    this.sessions = sessions;
    this.party = party;
  }

  /** Begins the log-in of a ticket. */
  public Uni<SamlStep> begin(String sealed, @Nullable String cookie, Instant now) {
    return switch (tickets.open(sealed, now)) {
      case Opening.Refused refused -> failed("ticket-" + refused.reason().name());
      case Opening.Opened opened ->
          logins
              .granted(opened.issued().ticket().nonce())
              .chain(
                  granted ->
                      granted
                          ? goOn(opened.issued().ticket())
                          : begin(opened.issued(), cookie, now));
    };
  }

  /** Another tab was faster: the host is open by now. */
  private static Uni<SamlStep> goOn(LoginTicket ticket) {
    return Uni.createFrom().item(new GoTo(ticket.url(), null));
  }

  private Uni<SamlStep> begin(LoginSeal.Issued issued, @Nullable String cookie, Instant now) {
    LoginTicket ticket = issued.ticket();
    return tenants
        .read(ticket.tenant())
        .chain(
            auth -> {
              Optional<SamlAccount> account = auth.accountOf(ticket.tunnelId());
              if (!auth.settings().enabled() || account.isEmpty()) {
                return failed("not-configured");
              }
              String browser =
                  cookie != null && BrowserSecret.valid(cookie) ? cookie : BrowserSecret.fresh();
              Pending pending =
                  new Pending(
                      SamlMessages.newId(),
                      ticket.tenant(),
                      account.get().id(),
                      issued,
                      BrowserSecret.digest(browser));
              return logins
                  .begin(pending, now.plus(PATIENCE))
                  .map(
                      kept ->
                          kept
                              ? party.request(account.get(), pending.request(), browser, now)
                              : failure("too-many"));
            });
  }

  /** Keeps a test of an account; answers the address where an admin's browser begins it. */
  public Uni<String> prepareTest(String tenant, SamlAccount account, Instant now) {
    Pending pending = new Pending(SamlMessages.newId(), tenant, account.id(), null, null);
    return logins
        .begin(pending, now.plus(PATIENCE))
        .replaceWith(party.self().url() + "/saml/login?test=" + pending.request());
  }

  /** Begins a test. */
  public Uni<SamlStep> beginTest(String request, Instant now) {
    String browser = BrowserSecret.fresh();
    return logins
        .bind(request, BrowserSecret.digest(browser), now)
        .chain(
            bound ->
                bound
                    ? logins.sent(request, now)
                    : Uni.createFrom().item(Optional.<Pending>empty()))
        .chain(
            pending ->
                pending.isEmpty()
                    ? failed("unknown-request")
                    : account(pending.get())
                        .map(
                            account ->
                                account.isEmpty()
                                    ? failure("not-configured")
                                    : party.request(account.get(), request, browser, now)));
  }

  /**
   * Takes the answer of an identity provider.
   *
   * @param document Base64, as browsers post it
   * @param relayState what came beside it; the ID of the request where it came back at all
   */
  public Uni<SamlStep> answer(String document, @Nullable String relayState, Instant now) {
    byte[] xml;
    String request;
    try {
      xml = Base64.getMimeDecoder().decode(document);
      request = ResponseCheck.inResponseTo(xml);
    } catch (IllegalArgumentException e) {
      return Uni.createFrom().item(refused(SamlRefusal.NOT_XML));
    } catch (SamlRefusedException e) {
      return Uni.createFrom().item(refused(e.refusal()));
    }
    if (relayState != null && !relayState.isEmpty() && !relayState.equals(request)) {
      return failed("relay-state");
    }
    return logins
        .sent(request, now)
        .chain(
            pending ->
                pending.isEmpty()
                    ? failed("unknown-request")
                    : account(pending.get())
                        .chain(account -> verify(xml, pending.get(), account, now)));
  }

  private Uni<Optional<SamlAccount>> account(Pending pending) {
    return tenants.read(pending.tenant()).map(auth -> auth.account(pending.account()));
  }

  private Uni<SamlStep> verify(
      byte[] xml, Pending pending, Optional<SamlAccount> account, Instant now) {
    if (account.isEmpty()) {
      return failed("not-configured");
    }
    return Uni.createFrom()
        .item(() -> party.verify(xml, account.get(), pending.request(), now))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(
            outcome ->
                switch (outcome) {
                  case SamlParty.Refused refused -> {
                    LOG.infof(
                        "log-in refused: tenant=%s account=%d reason=%s",
                        pending.tenant(), pending.account(), refused.refusal());
                    yield Uni.createFrom().item(refused(refused.refusal()));
                  }
                  case SamlParty.Verified verified -> keep(pending, verified, now);
                });
  }

  private Uni<SamlStep> keep(Pending pending, SamlParty.Verified verified, Instant now) {
    String handle = BrowserSecret.fresh();
    Answered answered = new Answered(verified.saml(), verified.mapped());
    return logins
        .answer(pending.request(), answered, BrowserSecret.digest(handle), now)
        .map(
            first ->
                first
                    ? new GoTo(party.self().url() + "/saml/finish?handle=" + handle, null)
                    : failure("replayed"));
  }

  /** Ends a log-in in the browser that began it. */
  public Uni<SamlStep> finish(String handle, @Nullable String cookie, Instant now) {
    if (cookie == null || !BrowserSecret.valid(cookie) || !BrowserSecret.valid(handle)) {
      return failed("other-browser");
    }
    return logins
        .end(BrowserSecret.digest(handle), BrowserSecret.digest(cookie), now)
        .chain(ending -> ending.isEmpty() ? failed("other-browser") : finish(ending.get(), now));
  }

  private Uni<SamlStep> finish(Ending ending, Instant now) {
    Answered answered = ending.answered();
    LoginSeal.Issued issued = ending.pending().issued();
    if (issued == null) {
      return Uni.createFrom().item(new SamlStep.Tested(answered.saml(), answered.mapped()));
    }
    return tenants
        .read(ending.pending().tenant())
        .chain(auth -> grant(ending, issued, lifetime(auth, answered.saml(), now), now));
  }

  private Uni<SamlStep> grant(
      Ending ending, LoginSeal.Issued issued, Duration lifetime, Instant now) {
    UserMapping.Mapped user = ending.answered().mapped();
    Optional<Granted> granted =
        grants.grant(issued, user.user(), user.groups(), "saml", lifetime, now);
    if (granted.isEmpty()) {
      return failed("ticket-UNKNOWN_POP");
    }
    return sessions
        .remember(following(ending, issued.ticket()), granted.get().until())
        .replaceWith(new GoTo(granted.get().url(), null));
  }

  private static IdpSessions.IdpSession following(Ending ending, LoginTicket ticket) {
    SamlUser user = ending.answered().saml();
    return new IdpSessions.IdpSession(
        ending.pending().tenant(),
        ending.pending().account(),
        user.subject(),
        user.sessionIndex(),
        ticket.tunnelId(),
        ticket.userIp(),
        ending.answered().mapped().user(),
        String.valueOf(ending.pending().browser()));
  }

  /** As long as the tenant wants, but not longer than the session at the identity provider. */
  private static Duration lifetime(TenantAuth auth, SamlUser user, Instant now) {
    Duration wanted = Duration.ofSeconds(auth.settings().sessionLifetimeSeconds());
    Instant until = user.until();
    if (until == null || !until.isBefore(now.plus(wanted))) {
      return wanted;
    }
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ofSeconds(1);
  }

  private static SamlStep refused(SamlRefusal refusal) {
    return new Failed(refusal.name(), refusal.sentence());
  }

  private static Uni<SamlStep> failed(String code) {
    return Uni.createFrom().item(failure(code));
  }

  private static SamlStep failure(String code) {
    return new Failed(code, FlowFaults.sentence(code));
  }
}
