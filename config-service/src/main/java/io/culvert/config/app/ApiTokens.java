package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.AuditEntry.ObjectType;
import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.TokenSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/** API tokens of a tenant. Every call sees the caller's tenant only. */
@ApplicationScoped
public class ApiTokens {
  /** Stops a script that runs wild; two calls at once may go one beyond. */
  private static final int MOST = 100;

  private final Transactions transactions;
  private final TokenStore tokens;
  private final Tenants tenants;
  private final TokenCheck check;
  private final Audit audit;
  private final AccessSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ApiTokens(
      Transactions transactions,
      TokenStore tokens,
      Tenants tenants,
      TokenCheck check,
      Audit audit,
      AccessSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.tenants = tenants;
    this.check = check;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** A token and its secret, which is known this once. */
  public record Issued(ApiToken token, TokenSecret secret) {}

  /** Makes a token. */
  public Uni<Issued> create(Caller caller, TokenRequest request) {
    ApiToken.Settings wanted = request.resolve(null, expiry());
    TokenSecret secret = TokenSecret.generate(random);
    return transactions.run(
        () ->
            tenants
                .of(caller)
                .chain(tenant -> tokens.count(tenant.id()))
                .invoke(ApiTokens::refuseTooMany)
                .chain(tokens::nextId)
                .map(id -> token(caller, id, wanted, secret))
                .call(token -> tokens.insert(token, secret.digest()))
                .call(token -> audit.add(entry(caller, Action.CREATE, Map.of(), token)))
                .map(token -> new Issued(token, secret)));
  }

  private ApiToken token(Caller caller, long id, ApiToken.Settings wanted, TokenSecret secret) {
    return new ApiToken(
        id,
        caller.tenant(),
        wanted,
        secret.shown(),
        clock.instant(),
        caller.actor().name(),
        null,
        null,
        1);
  }

  private TokenRequest.Expiry expiry() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new TokenRequest.Expiry(
        now, now.plus(settings.usualLife()), now.plus(settings.longestLife()));
  }

  private static void refuseTooMany(long count) {
    if (count >= MOST) {
      throw RefusedException.because(
          Reason.CONFLICT, "there are " + MOST + " tokens already; revoke one first");
    }
  }

  /** Part of the tokens, in order of id. */
  public Uni<Page<ApiToken>> list(Caller caller, Page.Range range) {
    return transactions.run(
        () -> tenants.of(caller).chain(tenant -> tokens.list(tenant.id(), range)));
  }

  /** One token. */
  public Uni<ApiToken> get(Caller caller, long id) {
    return transactions.run(
        () ->
            tenants
                .of(caller)
                .chain(tenant -> tokens.find(tenant.id(), id))
                .map(found -> found.orElseThrow(ApiTokens::missing)));
  }

  /**
   * Changes the fields that were sent.
   *
   * @param expected answers whether the change may be made at that version
   */
  public Uni<ApiToken> change(
      Caller caller, long id, TokenRequest request, LongPredicate expected) {
    return edit(
        caller,
        id,
        expected,
        Action.UPDATE,
        token -> token.changed(request.resolve(token.settings(), expiry())));
  }

  /**
   * Ends a token's life.
   *
   * @param expected answers whether it may be done at that version
   */
  public Uni<ApiToken> revoke(Caller caller, long id, LongPredicate expected) {
    return edit(caller, id, expected, Action.REVOKE, token -> token.revoked(clock.instant()));
  }

  private Uni<ApiToken> edit(
      Caller caller, long id, LongPredicate expected, Action action, UnaryOperator<ApiToken> edit) {
    return transactions
        .run(
            () ->
                tenants
                    .of(caller)
                    .chain(tenant -> tokens.lock(tenant.id(), id))
                    .map(found -> found.orElseThrow(ApiTokens::missing))
                    .invoke(token -> refuse(token, expected))
                    .chain(token -> save(caller, action, token, edit.apply(token))))
        // Only now: before the commit a look-up would bring back the token as it was.
        .invoke(() -> check.doubt(id));
  }

  private Uni<ApiToken> save(Caller caller, Action action, ApiToken before, ApiToken after) {
    return tokens
        .update(after)
        .chain(() -> audit.add(entry(caller, action, AuditFields.of(before), after)))
        .map(_ -> after);
  }

  private static void refuse(ApiToken token, LongPredicate expected) {
    if (token.revoked() != null) {
      throw RefusedException.because(Reason.CONFLICT, "the token is revoked already");
    }
    if (!expected.test(token.version())) {
      throw RefusedException.because(
          Reason.PRECONDITION_FAILED, "the token is at version " + token.version());
    }
  }

  private static AuditEntry entry(
      Caller caller, Action action, Map<String, Object> before, ApiToken after) {
    return new AuditEntry(
        caller.tenant(),
        caller.actor(),
        action,
        ObjectType.TOKEN,
        Long.toString(after.id()),
        after.name(),
        Difference.between(before, AuditFields.of(after)));
  }

  private static RefusedException missing() {
    return RefusedException.because(Reason.NOT_FOUND, "there is no such token");
  }
}
