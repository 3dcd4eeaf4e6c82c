package io.culvert.config.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.app.ImportRow;
import io.culvert.config.app.TunnelDraft;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.Violation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files of tunnels for tests, and what is read of them. */
final class CsvSamples {
  private CsvSamples() {}

  static final String HEADER =
      "tunnel name,source identity,source ip address,primary pop,failover pop,encryption cipher,psk,maximum bandwidth,enabled\n";
  static final String ROW = "hq,hq.example.com,,sfo1,lax1,AES256-GCM,long enough,50,true\n";
  static final PopCatalog POPS =
      new PopCatalog(List.of(pop("sfo1", true), pop("lax1", true), pop("old1", false)));

  private static Pop pop(String name, boolean accepting) {
    return new Pop(
        name,
        new PopSettings(
            name,
            "US-CA",
            "X",
            new GeoPoint(1, 2),
            List.of("192.0.2.1"),
            null,
            accepting,
            List.of(50),
            "Day-1",
            null),
        1);
  }

  static List<ImportRow> rows(byte[] file) {
    CsvFile csv = new CsvFile(new ByteArrayInputStream(file), file.length);
    List<ImportRow> all = new ArrayList<>();
    List<ImportRow> some = csv.next(2);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = csv.next(2);
    }
    return all;
  }

  static List<ImportRow> rows(String file) {
    return rows(file.getBytes(StandardCharsets.UTF_8));
  }

  static TunnelDraft draft(String row) {
    return rows(HEADER + row).getFirst().resolve(null, POPS);
  }

  static List<Violation> faults(ImportRow row) {
    try {
      row.resolve(null, POPS);
      return List.of();
    } catch (RefusedException e) {
      return e.violations();
    }
  }

  /** The row is wrong in that way alone. */
  static void assertFault(String rows, int line, String column, String message) {
    ImportRow last = rows(HEADER + rows).getLast();
    assertThat(last.line()).isEqualTo(line);
    assertThat(faults(last)).containsExactly(new Violation(column, message));
  }

  static void assertRefused(byte[] file, String field, String message) {
    assertThatThrownBy(() -> rows(file))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.violations()).containsExactly(new Violation(field, message)));
  }

  static void assertRefused(String file, String field, String message) {
    assertRefused(file.getBytes(StandardCharsets.UTF_8), field, message);
  }
}
