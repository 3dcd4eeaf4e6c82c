package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.Answers.Changed;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.api.JsonFields.Item;
import io.culvert.config.app.Page;
import io.culvert.config.app.Tenants;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tenants, for the operator. */
@Path("/api/v2/tenants")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class TenantResource {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String LICENCE = "[a-z0-9][a-z0-9-]{0,63}";
  private static final int LENGTH = 255;

  private final Tenants tenants;

  TenantResource(Tenants tenants) {
    this.tenants = tenants;
  }

  /**
   * A tenant; a POST takes id, name, licences and licenceGrace, a PATCH all of them but the id.
   *
   * @param licenceGrace how long live tunnels may stay when the licence goes, as ISO 8601 has
   *     durations
   * @param licenceGraceUntil until when they may, once it has gone
   */
  public record TenantJson(
      String id,
      String name,
      List<String> licences,
      Instant created,
      String licenceGrace,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant licenceGraceUntil) {
    static TenantJson of(Tenant tenant) {
      return new TenantJson(
          tenant.id(),
          tenant.name(),
          tenant.licences(),
          tenant.created(),
          tenant.licenceGrace().toString(),
          tenant.graceUntil());
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a tenant")
  public Uni<Response> create(byte[] body) {
    Violations violations = new Violations();
    JsonFields fields = new JsonFields(JsonFields.parse(body), violations);
    String id = id(fields);
    String name = name(fields);
    List<String> licences = fields.sent("licences") ? licences(fields) : List.of();
    Duration grace = grace(fields);
    violations.throwIfAny();
    return tenants
        .create(
            requireNonNull(id),
            requireNonNull(name),
            licences,
            grace == null ? Tenant.USUAL_GRACE : grace)
        .map(tenant -> Response.status(201).entity(changed(201, "created", tenant)).build());
  }

  @GET
  @Operation(summary = "List tenants in order of id")
  public Uni<Found<TenantJson>> list(
      @QueryParam("offset") @Nullable String offset, @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Page.Range range = query.range(limit, offset);
    query.check();
    return tenants
        .list(range)
        .map(
            page ->
                new Found<>(200, page.total(), page.items().stream().map(TenantJson::of).toList()));
  }

  @PATCH
  @Path("/{id: " + ID + "}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change name, licences or the grace of live tunnels when the licence goes")
  public Uni<Changed<TenantJson>> change(String id, byte[] body) {
    ObjectNode json = JsonFields.parse(body);
    Violations violations = new Violations();
    JsonFields fields = new JsonFields(json, violations);
    String name = fields.sent("name") ? name(fields) : null;
    List<String> licences = fields.sent("licences") ? licences(fields) : null;
    Duration grace = grace(fields);
    violations.throwIfAny();
    return tenants
        .change(
            id,
            (current, now) ->
                current.changed(
                    name == null ? current.name() : name,
                    licences == null ? current.licences() : licences,
                    grace == null ? current.licenceGrace() : grace,
                    now))
        .map(tenant -> changed(200, "updated", tenant));
  }

  /** A text that must be there; what is wrong with it is told once. */
  private static @Nullable String needed(JsonFields fields, String name) {
    if (!fields.sent(name) || fields.isNull(name)) {
      fields.wrong(name, "is needed");
    }
    return fields.text(name, LENGTH);
  }

  private static @Nullable String id(JsonFields fields) {
    String id = needed(fields, "id");
    if (id != null && !id.matches(ID)) {
      fields.wrong("id", "must be 1 to 64 letters, digits, dots, hyphens or underscores");
    }
    return id;
  }

  private static @Nullable String name(JsonFields fields) {
    String name = needed(fields, "name");
    if (name != null && name.isBlank()) {
      fields.wrong("name", "must not be empty");
    }
    return name;
  }

  private static List<String> licences(JsonFields fields) {
    if (fields.isNull("licences")) {
      fields.wrong("licences", "must be a list of names");
    }
    List<Item<String>> items = fields.texts("licences", 32, LENGTH);
    if (items == null) {
      return List.of();
    }
    for (Item<String> item : items) {
      if (!item.value().matches(LICENCE)) {
        fields.wrong(item.path(), "must be lower-case letters, digits and hyphens");
      }
    }
    return items.stream().map(Item::value).distinct().toList();
  }

  private static @Nullable Duration grace(JsonFields fields) {
    return fields.duration("licenceGrace", Duration.ZERO, Tenant.MAX_GRACE);
  }

  private static Changed<TenantJson> changed(int status, String what, Tenant tenant) {
    return new Changed<>(
        status, "tenant " + what + " successfully", List.of(TenantJson.of(tenant)), List.of());
  }
}
