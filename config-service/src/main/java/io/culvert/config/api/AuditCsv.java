package io.culvert.config.api;

import io.culvert.config.app.AuditLog;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit log as CSV (RFC 4180). */
final class AuditCsv {
  static final String MEDIA_TYPE = "text/csv";

  static final String HEADER =
      "id,time,tenant,actor kind,actor id,actor,address,action,object type,object id,object,before,after\r\n";

  private AuditCsv() {}

  static String line(AuditLog.Entry entry) {
    String tenant = entry.tenant();
    return Stream.of(
                Long.toString(entry.number()),
                entry.time().toString(),
                tenant == null ? "" : tenant,
                entry.actorKind(),
                entry.actorId(),
                entry.actorName(),
                entry.address(),
                entry.action(),
                entry.objectType(),
                entry.objectId(),
                entry.objectName(),
                entry.before(),
                entry.after())
            .map(AuditCsv::cell)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /** One cell, no formula: people choose names, and somebody opens the file. */
  static String cell(String text) {
    String safe = Formula.defuse(text);
    boolean quoted = !safe.equals(text) || safe.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }
}
