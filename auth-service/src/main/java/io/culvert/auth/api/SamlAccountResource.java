package io.culvert.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.IdpCertificate;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/saml-accounts}: the identity providers users log in at. */
@Path("/api/v2/authentication/saml-accounts")
@RolesAllowed({"viewer", "admin"})
public class SamlAccountResource {
  private static final String WHAT = "SAML account";

  private final TenantAuthStore store;
  private final Caller caller;
  private final InstantSource clock = InstantSource.system();

  SamlAccountResource(TenantAuthStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  /**
   * An account as it comes in and goes out; {@code id}, {@code certificate} and {@code
   * certificates} only go out.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AccountDto(
      @Nullable Long id,
      @Nullable String name,
      @Nullable String idpUrl,
      @Nullable String idpEntityId,
      @Nullable String idpCertificate,
      @Nullable String alternateUserIdField,
      @Nullable String groupAttribute,
      @Nullable String binding,
      @Nullable String idpLogoutUrl,
      @Nullable IdpCertificate certificate,
      @Nullable List<IdpCertificate> certificates) {
    static AccountDto of(SamlAccount account) {
      List<IdpCertificate> certificates = IdpCertificate.describe(account.idpCertificate());
      return new AccountDto(
          account.id(),
          account.name(),
          account.idpUrl(),
          account.idpEntityId(),
          account.idpCertificate(),
          account.alternateUserIdField(),
          account.groupAttribute(),
          account.binding().name().toLowerCase(Locale.ROOT),
          account.idpLogoutUrl(),
          certificates.getFirst(),
          certificates);
    }

    SamlAccount.Input input() {
      return new SamlAccount.Input(
          name,
          idpUrl,
          idpEntityId,
          idpCertificate,
          alternateUserIdField,
          groupAttribute,
          binding,
          idpLogoutUrl);
    }
  }

  /** All of them. */
  @GET
  public Uni<Answer<List<AccountDto>>> list() {
    return store
        .read(caller.tenant())
        .map(auth -> Answer.all(auth.accounts().stream().map(AccountDto::of).toList()));
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  public Uni<Answer<AccountDto>> get(@PathParam("id") String id) {
    return store.read(caller.tenant()).map(auth -> Answer.ok(find(auth, Query.id(id, WHAT))));
  }

  /** One more; 409 when its name is taken. */
  @POST
  @RolesAllowed("admin")
  @ResponseStatus(201)
  public Uni<Answer<AccountDto>> create(@Nullable AccountDto body) {
    SamlAccount account = read(body);
    return store
        .change(caller.tenant(), auth -> auth.add(account))
        .map(auth -> Answer.created(AccountDto.of(auth.accounts().getLast())));
  }

  /** This instead of the one of that id. */
  @PUT
  @Path("/{id}")
  @RolesAllowed("admin")
  public Uni<Answer<AccountDto>> replace(@PathParam("id") String id, @Nullable AccountDto body) {
    long wanted = Query.id(id, WHAT);
    SamlAccount account = read(body);
    return store
        .change(caller.tenant(), auth -> auth.replace(wanted, account))
        .map(auth -> Answer.ok(find(auth, wanted)));
  }

  /** Removes it; 409 while it is the one users log in with. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed("admin")
  public Uni<Void> delete(@PathParam("id") String id) {
    long wanted = Query.id(id, WHAT);
    return store.change(caller.tenant(), auth -> auth.removeAccount(wanted)).replaceWithVoid();
  }

  private SamlAccount read(@Nullable AccountDto body) {
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    return SamlAccount.of(body.input(), clock.instant());
  }

  private static AccountDto find(TenantAuth auth, long id) {
    return auth.account(id).map(AccountDto::of).orElseThrow(() -> RefusedException.notFound(WHAT));
  }
}
