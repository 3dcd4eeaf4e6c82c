package io.culvert.config.api;

import io.culvert.config.app.TunnelService;
import io.culvert.config.app.TunnelView;
import io.culvert.config.domain.DeviceVendor;
import io.culvert.config.domain.IpText;
import io.culvert.config.domain.RefusedException;
import io.quarkus.qute.Engine;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** A tunnel as the configuration of the customer's device. */
@Path("/api/v2/steering/ipsec/tunnels/{id: \\d{1,18}}/device-config")
@RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.OPERATOR})
public class DeviceConfigResource {
  /** What companies use inside: RFC 1918. */
  private static final List<String> USUAL_NETWORKS =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

  private static final int MAX_NETWORKS = 16;

  private final TunnelService tunnels;
  private final Callers callers;
  private final Engine templates;

  DeviceConfigResource(TunnelService tunnels, Callers callers, Engine templates) {
    this.tunnels = tunnels;
    this.callers = callers;
    this.templates = templates;
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      summary = "The tunnel as a configuration to paste into the device",
      description =
          "Both POPs, the tunnel's ciphers and lifetimes, dead peer detection and MSS. The"
              + " pre-shared key is a placeholder, and so is what only the device knows.")
  public Uni<Response> get(
      long id,
      @Parameter(
              description =
                  "strongswan, libreswan, cisco-ios-xe, fortios, panos, junos, mikrotik, vyos or"
                      + " opnsense",
              example = "strongswan")
          @QueryParam("vendor")
          @Nullable String vendor,
      @Parameter(
              description = "A network behind the device, as CIDR; several may be given",
              example = "192.168.1.0/24")
          @QueryParam("network")
          List<String> network) {
    DeviceVendor wanted = vendor(vendor);
    List<String> networks = network.isEmpty() ? USUAL_NETWORKS : networks(network);
    return tunnels.get(callers.current(), id).map(view -> text(wanted, view, networks));
  }

  private static DeviceVendor vendor(@Nullable String id) {
    return DeviceVendor.of(id == null ? "" : id)
        .orElseThrow(
            () -> RefusedException.invalid("vendor", "must be one of " + DeviceVendor.ids()));
  }

  private static List<String> networks(List<String> given) {
    if (given.size() > MAX_NETWORKS) {
      throw RefusedException.invalid("network", "may be given " + MAX_NETWORKS + " times");
    }
    return given.stream()
        .map(
            text ->
                IpText.network(text)
                    .orElseThrow(
                        () ->
                            RefusedException.invalid(
                                "network", "must be a network such as 192.168.1.0/24")))
        .toList();
  }

  private Response text(DeviceVendor vendor, TunnelView view, List<String> networks) {
    if (!vendor.knows(view.tunnel().settings().encryption())) {
      throw RefusedException.conflict(
          "encryption",
          "%s cannot do %s; give the tunnel another cipher first"
              .formatted(vendor.label(), view.tunnel().settings().encryption().label()));
    }
    var values = DeviceConfig.values(view, networks);
    String file = values.get("name") + "-" + vendor.id() + ".txt";
    return Response.ok(templates.getTemplate("devices/" + vendor.id() + ".txt").render(values))
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + file + "\"")
        .build();
  }
}
