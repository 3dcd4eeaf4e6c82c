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
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication}: whether and how users log in. */
@Path("/api/v2/authentication")
@RolesAllowed({"viewer", "admin"})
public class AuthenticationResource {
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
          auth.version());
    }

    AuthSettings toDomain() {
      return AuthSettings.of(
          enabled, type, account, sessionLifetimeSeconds, idleTimeoutSeconds, webPorts);
    }
  }

  /** The settings; the initial ones where none were ever set. */
  @GET
  public Uni<Answer<SettingsDto>> get() {
    return store.read(caller.tenant()).map(auth -> Answer.ok(SettingsDto.of(auth)));
  }

  /** Replaces all settings; fields that are absent take their defaults. */
  @PUT
  @RolesAllowed("admin")
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
