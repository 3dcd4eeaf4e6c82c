package io.culvert.config.app;

import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Things as fields for the audit log, by the names of the REST contract; never a secret. */
final class AuditFields {
  private AuditFields() {}

  static Map<String, Object> of(Tunnel tunnel) {
    TunnelSettings settings = tunnel.settings();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("site", settings.site());
    fields.put("srcidentity", settings.identity().value());
    put(fields, "srcipidentity", settings.sourceIp());
    fields.put("pops", settings.pops());
    fields.put("encryption", settings.encryption().label());
    put(fields, "bandwidth", settings.bandwidthMbps());
    fields.put("enabled", settings.enabled());
    fields.put("notes", settings.notes());
    fields.put("vendor", settings.vendor());
    fields.put("sourcetype", settings.sourceType().label());
    fields.put("template", settings.template());
    fields.put("options.rekey", settings.rekey());
    fields.put("options.reauth", settings.reauth());
    fields.put("options.xff.enabled", settings.xff().enabled());
    fields.put("options.xff.iplist", settings.xff().addresses());
    put(fields, "previouskeyuntil", text(tunnel.previousKeyUntil()));
    return fields;
  }

  static Map<String, Object> of(Pop pop) {
    PopSettings settings = pop.settings();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", pop.id());
    fields.put("name", settings.name());
    fields.put("region", settings.region());
    fields.put("location", settings.location());
    fields.put("latitude", settings.place().latitude());
    fields.put("longitude", settings.place().longitude());
    fields.put("gateways", settings.gateways());
    put(fields, "probe", settings.probe());
    fields.put("acceptingTunnels", settings.acceptingTunnels());
    fields.put("bandwidths", settings.bandwidths());
    fields.put("releaseDeploymentDay", settings.releaseDeploymentDay());
    put(fields, "publicKey", settings.publicKey());
    return fields;
  }

  static Map<String, Object> of(Tenant tenant) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", tenant.id());
    fields.put("name", tenant.name());
    fields.put("licences", tenant.licences());
    fields.put("licenceGrace", tenant.licenceGrace().toString());
    put(fields, "licenceGraceUntil", text(tenant.graceUntil()));
    return fields;
  }

  static Map<String, Object> of(StoredCertificate certificate) {
    return Map.of(
        "brought", certificate.brought(),
        "serial", certificate.serial(),
        "notafter", certificate.notAfter().toString());
  }

  static Map<String, Object> of(ApiToken token) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", token.name());
    fields.put("prefix", token.prefix());
    fields.put("expires", token.settings().expires().toString());
    fields.put(
        "scopes",
        token.settings().scopes().stream()
            .map(scope -> scope.endpoint().path() + " " + scope.access().label())
            .toList());
    put(fields, "revoked", text(token.revoked()));
    return fields;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
