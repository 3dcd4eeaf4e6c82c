package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.Answers.Changed;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.ApiTokens;
import io.culvert.config.app.ApiTokens.Issued;
import io.culvert.config.app.IdempotencyKey;
import io.culvert.config.app.Page;
import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.RefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** API tokens of the caller's tenant, for admins who have logged in: no token makes tokens. */
@Path("/api/v2/tokens")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class TokenResource {
  private final ApiTokens tokens;
  private final Callers callers;

  TokenResource(ApiTokens tokens, Callers callers) {
    this.tokens = tokens;
    this.callers = callers;
  }

  /**
   * A token; a POST takes name, expires and scopes, a PATCH any of them.
   *
   * @param token the secret, in the answer to the POST alone
   */
  public record TokenJson(
      long id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token,
      String prefix,
      List<ScopeJson> scopes,
      Instant expires,
      Instant created,
      String createdby,
      @Nullable Instant lastused,
      @Nullable Instant revoked,
      long version) {
    static TokenJson of(ApiToken token, @Nullable String secret) {
      return new TokenJson(
          token.id(),
          token.name(),
          secret,
          token.prefix(),
          token.settings().scopes().stream()
              .map(scope -> new ScopeJson(scope.endpoint().path(), scope.access().label()))
              .toList(),
          token.settings().expires(),
          token.created(),
          token.createdBy(),
          token.lastUsed(),
          token.revoked(),
          token.version());
    }

    @Override
    public String toString() {
      return "TokenJson[id=" + id + "]";
    }
  }

  /**
   * What a token may do.
   *
   * @param endpoint path, such as {@code /api/v2/steering/ipsec/tunnels}
   * @param access {@code read} or {@code read+write}
   */
  public record ScopeJson(String endpoint, String access) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make an API token; the answer shows it, once")
  public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
    if (headers.getRequestHeaders().containsKey(IdempotencyKey.HEADER)) {
      // To ignore it would have a client believe that it may repeat the request.
      throw RefusedException.invalid(
          IdempotencyKey.HEADER, "is not possible here: the secret in the answer is not kept");
    }
    ObjectNode json = JsonFields.parse(body);
    return tokens
        .create(callers.current(), (now, bounds) -> TokenReader.read(json, now, bounds))
        .map(TokenResource::issued);
  }

  private static Response issued(Issued issued) {
    ApiToken token = issued.token();
    TokenJson shown = TokenJson.of(token, issued.secret().text());
    return Response.status(201)
        .entity(new Changed<>(201, "token created successfully", List.of(shown), List.of()))
        .header(HttpHeaders.ETAG, IfMatch.tag(token.version()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @GET
  @Operation(summary = "List API tokens in order of id, also those that are revoked or expired")
  public Uni<Found<TokenJson>> list(
      @QueryParam("offset") @Nullable String offset, @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Page.Range range = query.range(limit, offset);
    query.check();
    return tokens
        .list(callers.current(), range)
        .map(
            page ->
                new Found<>(
                    200,
                    page.total(),
                    page.items().stream().map(token -> TokenJson.of(token, null)).toList()));
  }

  @GET
  @Path("/{id: \\d{1,18}}")
  @Operation(summary = "One API token")
  public Uni<Response> get(long id) {
    return tokens
        .get(callers.current(), id)
        .map(token -> tagged(Found.one(TokenJson.of(token, null)), token));
  }

  @PATCH
  @Path("/{id: \\d{1,18}}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change the fields that are sent")
  public Uni<Response> change(
      long id, byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    ObjectNode json = JsonFields.parse(body);
    return tokens
        .change(
            callers.current(),
            id,
            (now, bounds) -> TokenReader.read(json, now, bounds),
            IfMatch.of(ifMatch))
        .map(token -> changed("token updated successfully", token));
  }

  @DELETE
  @Path("/{id: \\d{1,18}}")
  @Operation(summary = "Revoke an API token")
  public Uni<Response> revoke(
      long id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return tokens
        .revoke(callers.current(), id, IfMatch.of(ifMatch))
        .map(token -> changed("token revoked successfully", token));
  }

  private static Response changed(String result, ApiToken token) {
    return tagged(new Changed<>(200, result, List.of(TokenJson.of(token, null)), List.of()), token);
  }

  private static Response tagged(Object body, ApiToken token) {
    return Response.ok(body).header(HttpHeaders.ETAG, IfMatch.tag(token.version())).build();
  }
}
