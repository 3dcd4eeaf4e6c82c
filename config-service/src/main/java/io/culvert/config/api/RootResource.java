package io.culvert.config.api;

import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.Certificates;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The root certificate, for everybody: it is public, and devices and users install it before they
 * have anything to sign in with.
 */
@Path("/api/v2/certificates")
@PermitAll
public class RootResource {
  private final Certificates certificates;

  RootResource(Certificates certificates) {
    this.certificates = certificates;
  }

  @GET
  @Path("/root")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The root certificate's names, times and SHA-256 fingerprint")
  public Uni<Found<CertificateJson>> root() {
    return certificates.root().map(root -> Found.one(CertificateJson.of(root.own())));
  }

  @GET
  @Path("/root.pem")
  @Produces("application/x-pem-file")
  @Operation(summary = "The root certificate as PEM")
  public Uni<Response> pem() {
    return certificates
        .root()
        .map(root -> file(CertificateJson.pem(List.of(root.own())), "culvert-root.pem"));
  }

  @GET
  @Path("/root.der")
  @Produces("application/pkix-cert")
  @Operation(summary = "The root certificate as DER")
  public Uni<Response> der() {
    return certificates
        .root()
        .map(root -> file(CertificateJson.der(root.own()), "culvert-root.cer"));
  }

  private static Response file(Object content, String name) {
    return Response.ok(content)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
