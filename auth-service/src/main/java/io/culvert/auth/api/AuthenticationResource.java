package io.culvert.auth.api;

import io.culvert.auth.app.TenantAuthStore;
import io.culvert.auth.domain.AuthSettings;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication}: whether and how users log in. */
@Path("/api/v2/authentication")
@RolesAllowed({"viewer", "admin"})
public class AuthenticationResource {
  private static final String FIELDS =
      """
      What is absent takes its default. `sessionLifetimeSeconds`: how long a log-in lasts, 1 hour \
      to 180 days. `idleTimeoutSeconds`: how long a silent host stays logged in, 0 for no limit, \
      else 1 minute up to the lifetime. `passWhileAway`: whether users pass while logging in \
      cannot work; they wait otherwise. `organisation` and `colour` (`#rrggbb`): what pages shown \
      to users carry.""";

  private final TenantAuthStore store;
  private final Caller caller;

  AuthenticationResource(TenantAuthStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  /** Settings as they come in and go out; {@code version} only goes out. */
  record SettingsDto(
      @Nullable Boolean enabled,
      @Nullable String type,
      @Nullable Long account,
      @Nullable Long sessionLifetimeSeconds,
      @Nullable Long idleTimeoutSeconds,
      @Nullable List<Integer> webPorts,
      @Nullable Boolean passWhileAway,
      @Nullable String organisation,
      @Nullable String colour,
      @Nullable Long version) {
    static SettingsDto of(TenantAuth auth) {
      AuthSettings settings = auth.settings();
      return new SettingsDto(
          settings.enabled(),
          "SAML",
          settings.account(),
          settings.sessionLifetimeSeconds(),
          settings.idleTimeoutSeconds(),
          settings.webPorts(),
          settings.passWhileAway(),
          settings.organisation(auth.tenant()),
          settings.colour(),
          auth.version());
    }

    AuthSettings toDomain() {
      return AuthSettings.of(
          enabled,
          type,
          account,
          sessionLifetimeSeconds,
          idleTimeoutSeconds,
          webPorts,
          passWhileAway,
          organisation,
          colour);
    }
  }

  /** The settings; the initial ones where none were ever set. */
  @GET
  @Operation(summary = "Whether and how users log in")
  public Uni<Answer<SettingsDto>> get() {
    return store.read(caller.tenant()).map(auth -> Answer.ok(SettingsDto.of(auth)));
  }

  /** Replaces all settings; fields that are absent take their defaults. */
  @PUT
  @RolesAllowed("admin")
  @Operation(summary = "Replace all settings", description = FIELDS)
  public Uni<Answer<SettingsDto>> put(@Nullable SettingsDto body) {
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    AuthSettings settings = body.toDomain();
    return store
        .change(caller.tenant(), auth -> auth.with(settings))
        .map(auth -> Answer.ok(SettingsDto.of(auth)));
  }
}
