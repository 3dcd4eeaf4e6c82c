package io.culvert.config.api;

import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.Violations;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column is where in a file.
 *
 * @param columns as they are in the file, all of them
 */
record CsvHeader(List<TunnelColumn> columns) {
  CsvHeader {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the first line. What is in it is not quoted in a refusal: in a file without header there
   * is a key.
   *
   * @throws io.culvert.config.domain.RefusedException with all that is wrong
   */
  static CsvHeader read(List<String> cells) {
    Violations violations = new Violations();
    if (cells.stream().anyMatch(cell -> cell.indexOf('\0') >= 0)) {
      violations.add(
          "file", "has NUL characters in line 1, so it may be UTF-16; save it as CSV in UTF-8");
      violations.throwIfAny();
    }
    Map<TunnelColumn, Integer> found = new EnumMap<>(TunnelColumn.class);
    for (int i = 0; i < cells.size(); i++) {
      Optional<TunnelColumn> column = TunnelColumn.of(cells.get(i));
      if (column.isEmpty()) {
        violations.add(
            "line 1, cell " + (i + 1), "is not the name of a column; they are " + TunnelColumn.ALL);
        continue;
      }
      Integer before = found.putIfAbsent(column.get(), i + 1);
      if (before != null) {
        violations.add(
            column.get().label(),
            "is in line 1 twice, in the cells %d and %d".formatted(before, i + 1));
      }
    }
    for (TunnelColumn column : TunnelColumn.values()) {
      if (!found.containsKey(column)) {
        violations.add(column.label(), "is missing in line 1, which must name all columns");
      }
    }
    violations.throwIfAny();
    return new CsvHeader(cells.stream().map(TunnelColumn::of).flatMap(Optional::stream).toList());
  }
}
