package io.culvert.config.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.Answers.Changed;
import io.culvert.config.api.Answers.Found;
import io.culvert.config.app.BroughtCertificate;
import io.culvert.config.app.Certificates;
import io.culvert.config.app.Page;
import io.culvert.config.app.StoredCertificate;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The certificates of POPs, for the operator. No private key is ever answered. */
@Path("/api/v2/certificates/intermediates")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class IntermediateResource {
  private final Certificates certificates;
  private final Callers callers;
  private final Clock clock;

  IntermediateResource(Certificates certificates, Callers callers, Clock clock) {
    this.certificates = certificates;
    this.callers = callers;
    this.clock = clock;
  }

  @GET
  @Operation(summary = "List the certificates of POPs in order of name")
  public Uni<Found<CertificateJson.Intermediate>> list(
      @QueryParam("offset") @Nullable String offset, @QueryParam("limit") @Nullable String limit) {
    Query query = new Query();
    Page.Range range = query.range(limit, offset);
    query.check();
    return certificates
        .ofPops()
        .map(all -> Page.of(all, range))
        .map(
            page ->
                new Found<>(
                    200,
                    page.total(),
                    page.items().stream().map(CertificateJson.Intermediate::of).toList()));
  }

  @PUT
  @Path("/{pop: " + PopReader.NAME + "}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Bring a POP's certificate: certificate, chain up to the root and key, PEM")
  public Uni<Changed<CertificateJson.Intermediate>> bring(String pop, byte[] body) {
    ObjectNode json = JsonFields.parse(body);
    BroughtCertificate brought = IntermediateReader.read(json, clock.instant());
    return certificates
        .bring(callers.actor(), pop, brought)
        .map(stored -> changed("certificate replaced", stored, brought.warnings()));
  }

  @DELETE
  @Path("/{pop: " + PopReader.NAME + "}")
  @Operation(summary = "Give up a certificate that was brought; the POP gets one of our own")
  public Uni<Changed<CertificateJson.Intermediate>> giveBack(String pop) {
    return certificates
        .giveBack(callers.actor(), pop)
        .map(stored -> changed("certificate issued", stored, List.of()));
  }

  private static Changed<CertificateJson.Intermediate> changed(
      String result, StoredCertificate stored, List<String> warnings) {
    return new Changed<>(200, result, List.of(CertificateJson.Intermediate.of(stored)), warnings);
  }
}
