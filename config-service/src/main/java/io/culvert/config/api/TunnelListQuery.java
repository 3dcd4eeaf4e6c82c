package io.culvert.config.api;

import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelOrder;
import io.culvert.config.domain.SourceType;
import io.culvert.contract.EncryptionCipher;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of tunnels. */
public final class TunnelListQuery {
  @QueryParam("site")
  @Nullable String site;

  @QueryParam("srcidentity")
  @Nullable String identity;

  @QueryParam("pop")
  @Nullable String pop;

  @QueryParam("encryption")
  @Nullable String encryption;

  @QueryParam("sourcetype")
  @Nullable String sourceType;

  @QueryParam("vendor")
  @Nullable String vendor;

  @QueryParam("enabled")
  @Nullable String enabled;

  @QueryParam("status")
  @Nullable String status;

  @QueryParam("sort")
  @Nullable String sort;

  @QueryParam("offset")
  @Nullable String offset;

  @QueryParam("limit")
  @Nullable String limit;

  TunnelFilter filter(Query query) {
    return new TunnelFilter(
        query.name("site", site),
        query.name("srcidentity", identity),
        query.name("pop", pop),
        query.one(
            "encryption",
            encryption,
            EncryptionCipher::of,
            "AES128-CBC, AES256-CBC, AES128-GCM, AES192-GCM, AES256-GCM, Null"),
        query.one(
            "sourcetype", sourceType, SourceType::of, "User, Machine, IoT, Guest Wifi, Mixed"),
        query.name("vendor", vendor),
        (enabled == null || enabled.isEmpty()) ? null : query.flag("enabled", enabled),
        query.status(status));
  }

  TunnelOrder order(Query query) {
    TunnelOrder order =
        query.one(
            "sort", sort, TunnelOrder::of, TunnelOrder.columns() + ", with or without a hyphen");
    return order == null ? TunnelOrder.USUAL : order;
  }
}
