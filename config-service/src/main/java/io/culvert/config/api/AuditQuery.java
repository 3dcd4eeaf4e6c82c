package io.culvert.config.api;

import io.culvert.config.app.AuditEntry;
import io.culvert.config.app.AuditLog.Filter;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters that choose entries of the audit log. */
class AuditQuery {
  @QueryParam("tenant")
  @Nullable String tenant;

  @QueryParam("actor")
  @Nullable String actor;

  @QueryParam("action")
  @Nullable String action;

  @QueryParam("type")
  @Nullable String type;

  @QueryParam("object")
  @Nullable String object;

  @QueryParam("from")
  @Nullable String from;

  @QueryParam("to")
  @Nullable String to;

  /**
   * The entries the caller may see of those asked for.
   *
   * @param query where is noted what is wrong
   */
  Filter filter(Query query, Callers callers) {
    String asked = query.name("tenant", tenant);
    if (!callers.operator() && asked != null) {
      query.wrong("tenant", "is for operators; others see their own tenant");
    }
    return new Filter(
        callers.operator() ? asked : callers.current().tenant(),
        query.name("actor", actor),
        query.label("action", action, AuditEntry.Action.values()),
        query.label("type", type, AuditEntry.ObjectType.values()),
        query.name("object", object),
        query.time("from", from),
        query.time("to", to));
  }
}
