package io.culvert.auth.api;

import io.culvert.contract.LoginGrant;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The return host outside tunnels. Inside, a gateway answers for it; whoever gets here has no
 * tunnel around, or is logged in already. The grant is neither read nor kept.
 */
@Path(LoginGrant.PATH)
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class ReturnResource {
  /** The page. */
  @CheckedTemplate(basePath = "saml")
  static final class Pages {
    private Pages() {}

    static native TemplateInstance outside();
  }

  @GET
  @Operation(
      summary = "Says that a browser is not behind a gateway that waits for its log-in",
      description = "Inside a tunnel the gateway answers at this address, not this service.")
  public TemplateInstance outside() {
    return Pages.outside();
  }
}
