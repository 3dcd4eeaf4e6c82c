package io.culvert.auth.api;

import io.culvert.auth.app.LoginCounts;
import io.culvert.auth.app.SamlFlow;
import io.culvert.auth.app.SamlLogout;
import io.culvert.auth.app.SamlParty;
import io.culvert.auth.app.SamlStep;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /saml}: what browsers and identity providers see of the service provider. */
@Path("/saml")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class SamlResource {
  private static final String COOKIE = "culvert-login";

  /** The only script is the one that sends a form, named by its digest. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none';"
          + " script-src 'sha256-8lDeP0UDwCO6/RhblgeH/ctdBzjVpJxrXizsnIk3cEQ='";

  private final SamlFlow flow;
  private final SamlLogout logout;
  private final SamlParty party;
  private final LoginCounts counts;
  private final InstantSource clock = InstantSource.system();

  SamlResource(SamlFlow flow, SamlLogout logout, SamlParty party, LoginCounts counts) {
    this.flow = flow;
    this.logout = logout;
    this.party = party;
    this.counts = counts;
  }

  /** The pages. */
  @CheckedTemplate(basePath = "saml")
  static final class Pages {
    private Pages() {}

    static native TemplateInstance failed(SamlStep.Failed step);

    static native TemplateInstance post(SamlStep.Post step);

    static native TemplateInstance loggedOut(boolean unconfirmed);

    static native TemplateInstance tested(SamlStep.Tested step);
  }

  @GET
  @Path("/metadata")
  @Produces("application/samlmetadata+xml")
  @Operation(
      summary = "The metadata of this service provider",
      description = "What an identity provider imports: entity ID, addresses and certificates.")
  public byte[] metadata() {
    return party.metadata();
  }

  @GET
  @Path("/login")
  @Operation(
      summary = "Begins a log-in",
      description =
          "Gateways send browsers here with a ticket; an admin's test comes with its own.")
  public Uni<Response> login(
      @RestQuery @Nullable String ticket,
      @RestQuery @Nullable String test,
      @RestCookie(COOKIE) @Nullable String browser) {
    Uni<SamlStep> step =
        test != null
            ? flow.beginTest(test, clock.instant())
            : flow.begin(ticket == null ? "" : ticket, browser, clock.instant());
    return step.invoke(this::countRefused).map(this::answer);
  }

  @POST
  @Path("/acs")
  @Operation(
      summary = "Takes the answer of an identity provider",
      description = "The assertion consumer service, HTTP POST binding.")
  public Uni<Response> consume(
      @RestForm("SAMLResponse") @Nullable String response,
      @RestForm("RelayState") @Nullable String relayState) {
    return flow.answer(response == null ? "" : response, relayState, clock.instant())
        .invoke(this::countRefused)
        .map(this::answer);
  }

  @GET
  @Path("/finish")
  @Operation(
      summary = "Ends a log-in",
      description = "In the browser that began it, which goes on to the page it had asked for.")
  public Uni<Response> finish(
      @RestQuery @Nullable String handle, @RestCookie(COOKIE) @Nullable String browser) {
    return flow.finish(handle == null ? "" : handle, browser, clock.instant())
        .invoke(this::countEnd)
        .map(this::answer);
  }

  @GET
  @Path("/slo")
  @Operation(
      summary = "Logs out",
      description =
          "What this browser began, or, with a message of an identity provider, what that asks for.")
  public Uni<Response> logout(
      @Context UriInfo uri,
      @RestQuery("SAMLRequest") @Nullable String request,
      @RestQuery("SAMLResponse") @Nullable String response,
      @RestQuery("RelayState") @Nullable String relayState,
      @RestCookie(COOKIE) @Nullable String browser) {
    String query = uri.getRequestUri().getRawQuery();
    if (response != null && query != null) {
      return Uni.createFrom().item(answer(logout.answered(query)));
    }
    Uni<SamlStep> step =
        request == null || query == null
            ? logout.begin(browser, clock.instant())
            : logout.requested(query, relayState, clock.instant());
    return step.map(this::answer);
  }

  @POST
  @Path("/slo")
  @Operation(
      summary = "Takes an identity provider's request to log out, or its answer to ours",
      description = "HTTP POST binding.")
  public Uni<Response> logoutPosted(
      @RestForm("SAMLRequest") @Nullable String request,
      @RestForm("SAMLResponse") @Nullable String response,
      @RestForm("RelayState") @Nullable String relayState) {
    String message = request == null ? response : request;
    if (message == null) {
      throw new BadRequestException("neither SAMLRequest nor SAMLResponse is there");
    }
    byte[] document;
    try {
      document = Base64.getMimeDecoder().decode(message);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("the message is not Base64");
    }
    Uni<SamlStep> step =
        request == null
            ? Uni.createFrom().item(logout.answered(document))
            : logout.posted(document, relayState, clock.instant());
    return step.map(this::answer);
  }

  private void countRefused(SamlStep step) {
    if (step instanceof SamlStep.Failed failed) {
      counts.refused(LoginCounts.Method.SAML, failed.code());
    }
  }

  /** A log-in that ends well leads on; an admin's test does not. */
  private void countEnd(SamlStep step) {
    if (step instanceof SamlStep.GoTo) {
      counts.accepted(LoginCounts.Method.SAML);
    }
    countRefused(step);
  }

  private Response answer(SamlStep step) {
    return switch (step) {
      // 303, so that a browser which posted comes with GET, and with its cookie.
      case SamlStep.GoTo to ->
          withCookie(Response.status(Response.Status.SEE_OTHER), to.cookie())
              .location(URI.create(to.url()))
              .build();
      case SamlStep.Post post -> withCookie(page(200, Pages.post(post)), post.cookie()).build();
      case SamlStep.Tested tested -> page(200, Pages.tested(tested)).build();
      case SamlStep.LoggedOut out -> page(200, Pages.loggedOut(out.unconfirmed())).build();
      case SamlStep.Failed failed -> page(403, Pages.failed(failed)).build();
    };
  }

  private static Response.ResponseBuilder page(int status, TemplateInstance page) {
    return Response.status(status)
        .entity(page.render())
        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff");
  }

  private Response.ResponseBuilder withCookie(
      Response.ResponseBuilder response, @Nullable String secret) {
    response.header(HttpHeaders.CACHE_CONTROL, "no-store").header("Referrer-Policy", "no-referrer");
    return secret == null
        ? response
        : response.cookie(
            new NewCookie.Builder(COOKIE)
                .value(secret)
                .path("/saml")
                .httpOnly(true)
                .secure(party.self().url().startsWith("https:"))
                .sameSite(NewCookie.SameSite.LAX)
                .build());
  }
}
