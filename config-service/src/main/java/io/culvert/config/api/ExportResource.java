package io.culvert.config.api;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.culvert.config.app.Caller;
import io.culvert.config.app.TunnelExport;
import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.TunnelSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All tunnels as a CSV file that can be imported again. */
@Path("/api/v2/steering/ipsec/tunnels/export")
public class ExportResource {
  private final TunnelExport export;
  private final Callers callers;

  ExportResource(TunnelExport export, Callers callers) {
    this.export = export;
    this.callers = callers;
  }

  /** The key's column is empty, which in an import keeps the key. */
  @GET
  @Produces(ImportResource.CSV)
  @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "All tunnels as CSV; imported again, every row is unchanged")
  public Response export() {
    Caller caller = callers.current();
    export.requireKnown(caller);
    StreamingOutput body =
        out -> {
          try (CsvWriter csv =
              CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(out)) {
            csv.writeRecord(Arrays.stream(TunnelColumn.values()).map(TunnelColumn::label).toList());
            export.each(caller, tunnel -> csv.writeRecord(cells(tunnel)));
          }
        };
    return Response.ok(body)
        .type(ImportResource.CSV + ";charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tunnels.csv\"")
        .build();
  }

  private static Iterable<String> cells(TunnelSettings tunnel) {
    return Arrays.stream(TunnelColumn.values())
        .map(column -> Formula.defuse(column.of(tunnel)))
        .toList();
  }
}
