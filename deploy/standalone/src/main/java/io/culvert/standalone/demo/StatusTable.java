package io.culvert.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The status of a tunnel as a table for the terminal. */
final class StatusTable {
  private static final String ROW = "  %-14s %-8s %-9s %-22s %-24s %s%n";

  private static final String IN = "inKbps";
  private static final String OUT = "outKbps";

  private StatusTable() {}

  /** One row per POP of the tunnel. */
  static String of(JsonNode tunnel) {
    List<String> rows = new ArrayList<>();
    rows.add(ROW.formatted("TUNNEL", "POP", "STATUS", "SINCE", "THROUGHPUT in / out", "CIPHER"));
    for (JsonNode pop : tunnel.path("pops")) {
      rows.add(
          ROW.formatted(
              tunnel.path("site").asText(),
              pop.path("name").asText(),
              pop.path("status").asText(),
              pop.path("since").asText("-").replaceFirst("\\.\\d+Z$", "Z"),
              kbps(pop, IN) + " / " + kbps(pop, OUT) + " Kbps",
              pop.path("cipher").asText("-")));
    }
    return String.join("", rows);
  }

  /** Whether the gateway has reported counters of the tunnel already. */
  static boolean measured(JsonNode tunnel) {
    return tunnel.path("pops").path(0).path("sas").asInt() > 0;
  }

  /** Throughput from the device over all POPs, in Kbit/s. */
  static long kbpsIn(JsonNode tunnel) {
    return sum(tunnel, IN);
  }

  /** Throughput to the device over all POPs, in Kbit/s. */
  static long kbpsOut(JsonNode tunnel) {
    return sum(tunnel, OUT);
  }

  private static long sum(JsonNode tunnel, String field) {
    long sum = 0;
    for (JsonNode pop : tunnel.path("pops")) {
      sum += kbps(pop, field);
    }
    return sum;
  }

  private static long kbps(JsonNode pop, String field) {
    return pop.path("throughput").path(field).asLong();
  }
}
