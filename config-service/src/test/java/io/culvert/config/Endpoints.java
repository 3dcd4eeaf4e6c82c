package io.culvert.config;

import static io.culvert.config.Calls.AUDIT;
import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TOKENS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Endpoints.Who.ANYBODY;
import static io.culvert.config.Endpoints.Who.OPERATOR;
import static io.culvert.config.Endpoints.Who.TENANT;
import static io.culvert.config.Endpoints.Who.TENANTS_ADMIN;
import static io.culvert.config.ImportCalls.IMPORTS;

import java.util.List;

/** Every endpoint of the service and who may call it; {@link EveryEndpointTest} tries them. */
final class Endpoints {
  private Endpoints() {}

  /** Who may call. */
  enum Who {
    /** The tenant's admins. */
    TENANTS_ADMIN,
    /** The tenant's admins and viewers. */
    TENANT,
    OPERATOR,
    /** Anybody, without a token. */
    ANYBODY
  }

  /**
   * An endpoint.
   *
   * @param call method and path, as in the OpenAPI document
   * @param who may call it
   * @param body what to send
   */
  record Row(String call, Who who, String body) {
    String method() {
      return call.substring(0, call.indexOf(' '));
    }

    /** The path, with something of the tenant's filled in. */
    String path(Victim victim) {
      String path = call.substring(call.indexOf(' ') + 1);
      if (path.startsWith(IMPORTS)) {
        return path.replace("{id}", victim.importId);
      }
      if (path.endsWith("/device-config")) {
        path += "?vendor=strongswan";
      }
      return path.startsWith(TUNNELS)
          ? path.replace("{id}", Long.toString(victim.tunnel))
          : path.startsWith(TOKENS)
              ? path.replace("{id}", Long.toString(victim.token))
              : path.startsWith(TENANTS)
                  ? path.replace("{id}", victim.tenant)
                  : path.startsWith(POPS)
                      ? path.replace("{id}", victim.popId)
                      : path.replace("{name}", sharedPop()).replace("{pop}", sharedPop());
    }

    /** Whether it is about one thing that is a tenant's own. */
    boolean ownedThing() {
      return who != OPERATOR && call.contains("{id}") && !call.contains(POPS);
    }

    @Override
    public String toString() {
      return call;
    }
  }

  /** Everything a tenant can have. */
  record Victim(
      String tenant,
      String site,
      String identity,
      long tunnel,
      long token,
      String popId,
      String importId) {}

  private static Row row(String call, Who who) {
    return new Row(call, who, "{}");
  }

  static List<Row> rows() {
    String tunnel = TUNNELS + "/{id}";
    String token = TOKENS + "/{id}";
    return List.of(
        new Row("POST " + TUNNELS, TENANTS_ADMIN, ""),
        row("GET " + TUNNELS, TENANT),
        row("GET " + tunnel, TENANT),
        new Row("PATCH " + tunnel, TENANTS_ADMIN, "{\"notes\":\"taken over\"}"),
        row("DELETE " + tunnel, TENANTS_ADMIN),
        new Row(
            "POST " + tunnel + "/psk/rotate",
            TENANTS_ADMIN,
            "{\"psk\":\"a secret of somebody else\"}"),
        row("POST " + tunnel + "/psk/retire", TENANTS_ADMIN),
        row("POST " + tunnel + "/psk/generate", TENANTS_ADMIN),
        row("GET " + tunnel + "/device-config", TENANT),
        row("GET " + TUNNELS + "/export", TENANT),
        row("POST " + IMPORTS, TENANTS_ADMIN),
        row("GET " + IMPORTS + "/template", TENANT),
        row("GET " + IMPORTS + "/{id}", TENANTS_ADMIN),
        row("GET " + IMPORTS + "/{id}/progress", TENANTS_ADMIN),
        row("POST " + IMPORTS + "/{id}/commit", TENANTS_ADMIN),
        row("GET /api/v2/certificates/root", ANYBODY),
        row("GET /api/v2/certificates/root.pem", ANYBODY),
        row("GET /api/v2/certificates/root.der", ANYBODY),
        row("GET /api/v2/certificates/intermediates", OPERATOR),
        row("PUT /api/v2/certificates/intermediates/{pop}", OPERATOR),
        row("DELETE /api/v2/certificates/intermediates/{pop}", OPERATOR),
        row("GET /api/v2/secrets", OPERATOR),
        row("POST /api/v2/secrets/reseal", OPERATOR),
        row("GET " + POPS, TENANT),
        row("GET " + POPS + "/{id}", TENANT),
        new Row("POST " + TOKENS, TENANTS_ADMIN, ""),
        row("GET " + TOKENS, TENANTS_ADMIN),
        row("GET " + token, TENANTS_ADMIN),
        new Row("PATCH " + token, TENANTS_ADMIN, "{\"name\":\"taken over\"}"),
        row("DELETE " + token, TENANTS_ADMIN),
        row("GET " + AUDIT, TENANT),
        row("GET " + AUDIT + "/export", TENANT),
        new Row("POST " + TENANTS, OPERATOR, "{\"id\":\"taken-over\",\"name\":\"N\"}"),
        row("GET " + TENANTS, OPERATOR),
        row("GET " + TENANTS + "/{id}", OPERATOR),
        new Row("PATCH " + TENANTS + "/{id}", OPERATOR, "{\"name\":\"taken over\"}"),
        row("POST " + OPERATOR_POPS, OPERATOR),
        row("GET " + OPERATOR_POPS, OPERATOR),
        row("GET " + OPERATOR_POPS + "/{name}", OPERATOR),
        new Row("PATCH " + OPERATOR_POPS + "/{name}", OPERATOR, "{\"acceptingTunnels\":false}"),
        row("DELETE " + OPERATOR_POPS + "/{name}", OPERATOR));
  }
}
