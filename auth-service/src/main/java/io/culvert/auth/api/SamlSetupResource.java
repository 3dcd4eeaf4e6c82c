package io.culvert.auth.api;

import io.culvert.auth.app.SamlFlow;
import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.auth.saml.IdpMetadata;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** SAML accounts: import of metadata, and tests. */
@Path("/api/v2/authentication/saml-accounts")
@RolesAllowed({"viewer", "admin"})
public class SamlSetupResource {
  private static final String WHAT = "SAML account";
  private static final int MAX_NAME = 100;

  private final TenantAuthStore store;
  private final SamlFlow flow;
  private final Caller caller;
  private final InstantSource clock = InstantSource.system();

  SamlSetupResource(TenantAuthStore store, SamlFlow flow, Caller caller) {
    this.store = store;
    this.flow = flow;
    this.caller = caller;
  }

  /** Where a test is begun. */
  record TestDto(String url) {}

  @POST
  @Path("/import-metadata")
  @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML, "application/samlmetadata+xml"})
  @RolesAllowed("admin")
  @Operation(
      summary = "Imports the metadata of an identity provider",
      description =
          "Makes an account of that name, or gives the account of that name the addresses and"
              + " certificates of the metadata; its attributes stay as they are. Without a name, the"
              + " host of the entity ID is the name.")
  public Uni<Answer<SamlAccountResource.AccountDto>> importMetadata(
      byte[] document, @RestQuery @Nullable String name) {
    IdpMetadata metadata = read(document);
    String wanted = name == null || name.isBlank() ? nameOf(metadata) : name.strip();
    Instant now = clock.instant();
    return store
        .change(caller.tenant(), auth -> imported(auth, wanted, metadata, now))
        .map(
            auth ->
                Answer.ok(SamlAccountResource.AccountDto.of(byName(auth, wanted).orElseThrow())));
  }

  private static IdpMetadata read(byte[] document) {
    try {
      return IdpMetadata.read(document);
    } catch (IdpMetadata.UnusableException e) {
      throw RefusedException.invalid("body", String.valueOf(e.getMessage()));
    }
  }

  private static TenantAuth imported(
      TenantAuth auth, String name, IdpMetadata metadata, Instant now) {
    Optional<SamlAccount> present = byName(auth, name);
    SamlAccount account =
        SamlAccount.of(
            new SamlAccount.Input(
                name,
                metadata.ssoUrl(),
                metadata.entityId(),
                metadata.certificates(),
                present.map(SamlAccount::alternateUserIdField).orElse(null),
                present.map(SamlAccount::groupAttribute).orElse(null),
                metadata.redirect() ? "redirect" : "post",
                metadata.sloUrl()),
            now);
    return present.isPresent() ? auth.replace(present.get().id(), account) : auth.add(account);
  }

  private static Optional<SamlAccount> byName(TenantAuth auth, String name) {
    return auth.accounts().stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
  }

  private static String nameOf(IdpMetadata metadata) {
    String host = null;
    try {
      host = URI.create(metadata.entityId()).getHost();
    } catch (IllegalArgumentException e) {
      // An entity ID need not be an address.
    }
    String name = host == null ? metadata.entityId() : host;
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  @POST
  @Path("/{id}/test")
  @RolesAllowed("admin")
  @Operation(
      summary = "Prepares a test of a SAML account",
      description =
          "Answers an address to open in a browser within 15 minutes, once: it leads to the identity"
              + " provider and back, and shows what would be read of the user. Nobody is logged in.")
  public Uni<Answer<TestDto>> test(@PathParam("id") String id) {
    long wanted = Query.id(id, WHAT);
    String tenant = caller.tenant();
    return store
        .read(tenant)
        .map(auth -> auth.account(wanted).orElseThrow(() -> RefusedException.notFound(WHAT)))
        .chain(account -> flow.prepareTest(tenant, account, clock.instant()))
        .map(url -> Answer.ok(new TestDto(url)));
  }
}
