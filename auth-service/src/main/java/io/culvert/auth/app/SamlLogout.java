package io.culvert.auth.app;

import io.culvert.auth.app.IdpSessions.IdpSession;
import io.culvert.auth.app.SamlStep.Failed;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.saml.LogoutCheck;
import io.culvert.auth.saml.SamlRefusedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single log-out (SAML Profiles §4.4): begun here, or by an identity provider. */
@ApplicationScoped
public class SamlLogout {
  private final IdpSessions followed;
  private final UserSessions sessions;
  private final TenantAuthStore tenants;
  private final SamlParty party;

  SamlLogout(
      IdpSessions followed, UserSessions sessions, TenantAuthStore tenants, SamlParty party) {
    this.followed = followed;
    this.sessions = sessions;
    this.tenants = tenants;
    this.party = party;
  }

  /** Ends what a browser began, here and, where it takes log-outs, at the identity provider. */
  public Uni<SamlStep> begin(@Nullable String cookie, Instant now) {
    if (cookie == null || !BrowserSecret.valid(cookie)) {
      return Uni.createFrom().item(new SamlStep.LoggedOut());
    }
    return followed
        .ofBrowser(BrowserSecret.digest(cookie), now)
        .chain(all -> revoke(all, now).chain(() -> tellProvider(all, now)));
  }

  private Uni<SamlStep> tellProvider(List<IdpSession> ended, Instant now) {
    Optional<IdpSession> one =
        ended.stream().min(Comparator.comparing(session -> session.sessionIndex() == null ? 1 : 0));
    if (one.isEmpty()) {
      return Uni.createFrom().item(new SamlStep.LoggedOut());
    }
    return account(one.get())
        .map(
            account ->
                account
                    .flatMap(known -> party.logoutRequest(known, one.get(), now))
                    .orElseGet(SamlStep.LoggedOut::new));
  }

  /**
   * Takes an identity provider's request in the query of a redirect.
   *
   * @param query raw, as the browser sent it
   */
  public Uni<SamlStep> requested(String query, @Nullable String relayState, Instant now) {
    return requested(
        () -> party.logoutNameId(query),
        account -> party.logout(query, account, now),
        relayState,
        now);
  }

  /** Takes an identity provider's request that was posted. */
  public Uni<SamlStep> posted(byte[] document, @Nullable String relayState, Instant now) {
    return requested(
        () -> LogoutCheck.nameId(document),
        account -> party.logout(document, account, now),
        relayState,
        now);
  }

  /**
   * What to say when an identity provider has answered, in the query of a redirect. The sessions
   * here ended before it was asked.
   */
  public SamlStep answered(String query) {
    return answered(() -> party.logoutConfirmed(query));
  }

  /** The same of an answer that was posted. */
  public SamlStep answered(byte[] document) {
    return answered(() -> LogoutCheck.confirms(document));
  }

  private static SamlStep answered(Reading<Boolean> confirmed) {
    try {
      return new SamlStep.LoggedOut(!confirmed.read());
    } catch (SamlRefusedException e) {
      return new SamlStep.LoggedOut(true);
    }
  }

  /** Reads something of a message, or refuses it. */
  private interface Reading<T> {
    T read() throws SamlRefusedException;
  }

  /** Verifies a request with the keys of an account. */
  private interface Verifying {
    LogoutCheck.Logout by(SamlAccount account) throws SamlRefusedException;
  }

  private Uni<SamlStep> requested(
      Reading<String> nameId, Verifying verifying, @Nullable String relayState, Instant now) {
    String name;
    try {
      name = nameId.read();
    } catch (SamlRefusedException e) {
      return Uni.createFrom().item(refused(e));
    }
    return followed
        .ofName(name, now)
        .chain(
            all ->
                Multi.createFrom()
                    .iterable(all)
                    .onItem()
                    .transformToUniAndConcatenate(
                        session -> end(session, verifying, relayState, now))
                    .collect()
                    .asList()
                    .map(SamlLogout::best));
  }

  /** An answer to the identity provider where one of the sessions ended, else why none did. */
  private static SamlStep best(List<SamlStep> steps) {
    return steps.stream()
        .min(Comparator.comparing(step -> step instanceof Failed ? 1 : 0))
        .orElseGet(SamlStep.LoggedOut::new);
  }

  private Uni<SamlStep> end(
      IdpSession session, Verifying verifying, @Nullable String relayState, Instant now) {
    return account(session)
        .chain(
            account -> {
              if (account.isEmpty()) {
                return Uni.createFrom().item(new SamlStep.LoggedOut());
              }
              LogoutCheck.Logout logout;
              try {
                logout = verifying.by(account.get());
              } catch (SamlRefusedException e) {
                return Uni.createFrom().item(refused(e));
              }
              List<IdpSession> meant =
                  logout.ends(session.sessionIndex()) ? List.of(session) : List.of();
              return revoke(meant, now)
                  .replaceWith(
                      party
                          .logoutResponse(account.get(), logout.id(), relayState, now)
                          .orElseGet(SamlStep.LoggedOut::new));
            });
  }

  private Uni<Optional<SamlAccount>> account(IdpSession session) {
    return tenants.read(session.tenant()).map(auth -> auth.account(session.account()));
  }

  /** Only where it is still this user's session: somebody else may have come to that host since. */
  private Uni<Void> revoke(List<IdpSession> ended, Instant now) {
    return Multi.createFrom()
        .iterable(ended)
        .onItem()
        .transformToUniAndConcatenate(
            gone ->
                sessions.revokeAll(
                    gone.tenant(),
                    live ->
                        live.tunnelId() == gone.tunnel()
                            && live.userIp().equals(gone.userIp())
                            && live.user().equals(gone.user()),
                    now))
        .onItem()
        .ignoreAsUni();
  }

  private static SamlStep refused(SamlRefusedException e) {
    return new Failed(e.refusal().name(), e.refusal().sentence());
  }
}
