package io.culvert.gateway.app.access;

import io.culvert.contract.UserSession;
import io.culvert.gateway.core.host.Host;

/** What the desk tells the rest of the service. Must not wait. */
interface AccessReports {
  /** Somebody logged in here. */
  void opened(UserSession session);

  /**
   * A session ended here, before its time.
   *
   * @param key of its record
   */
  void ended(String key);

  /** An address changed its user too often and is suspended. */
  void suspended(Host host, String tenant);
}
