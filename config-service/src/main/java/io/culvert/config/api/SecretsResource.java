package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.ResealOrder;
import io.culvert.config.app.Resealing;
import io.culvert.config.app.SealedPlace;
import io.culvert.config.app.SecretsReport;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Under which key-encryption keys secrets are kept, for the operator. */
@Path("/api/v2/secrets")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Blocking
public class SecretsResource {
  private final Resealing resealing;

  SecretsResource(Resealing resealing) {
    this.resealing = resealing;
  }

  /**
   * How secrets are kept.
   *
   * @param keys those that are given or in use, the current one first
   * @param remaining values that are not under the current key
   * @param reseal the last order to seal anew; absent when there was none
   */
  public record SecretsJson(
      List<KeyJson> keys,
      long remaining,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ResealJson reseal) {
    static SecretsJson of(SecretsReport report) {
      return new SecretsJson(
          report.keys().stream().map(KeyJson::of).toList(),
          report.remaining(),
          report.order().map(ResealJson::of).orElse(null));
    }
  }

  /**
   * A key-encryption key.
   *
   * @param id names it; empty stands for values from before keys had ids
   * @param current whether new values are sealed under it
   * @param given whether the instance that answers has it
   */
  public record KeyJson(
      String id,
      boolean current,
      boolean given,
      long tunnelKeys,
      long previousKeys,
      long serviceKeys,
      long certificateKeys) {
    static KeyJson of(SecretsReport.KeyUse key) {
      return new KeyJson(
          key.id(),
          key.current(),
          key.given(),
          key.values().getOrDefault(SealedPlace.TUNNEL_KEY, 0L),
          key.values().getOrDefault(SealedPlace.PREVIOUS_KEY, 0L),
          key.values().getOrDefault(SealedPlace.SERVICE_KEY, 0L),
          key.values().getOrDefault(SealedPlace.CERTIFICATE_KEY, 0L));
    }
  }

  /** An order to seal everything anew; not finished while the time is absent. */
  public record ResealJson(
      String key,
      Instant requested,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant finished) {
    static ResealJson of(ResealOrder order) {
      return new ResealJson(order.keyId(), order.requested(), order.finished());
    }
  }

  @GET
  @Operation(summary = "The keys that secrets are sealed under, and how far sealing anew is")
  public Found<SecretsJson> report() {
    return Found.one(SecretsJson.of(resealing.report()));
  }

  @POST
  @Path("/reseal")
  @Operation(summary = "Seal all secrets anew under the current key, in the background")
  public Response reseal() {
    resealing.order();
    return Response.accepted(new Found<>(202, 1, List.of(SecretsJson.of(resealing.report()))))
        .build();
  }
}
