package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.host.HostAccess;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.LongMap;

/** What both packet paths look up. */
record DataplaneTables(SaDatabase sas, HostTable hosts, LongMap<Tunnel> tunnels) {
  static DataplaneTables empty(DataplaneConfig config, HostAccess access) {
    return new DataplaneTables(
        new SaDatabase(),
        new HostTable(config.carriers(), config.hosts(), access),
        new LongMap<>());
  }
}
