package io.culvert.steering.category;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;

/**
 * A list with two columns, {@code domain,category}; a first line that says just this is skipped.
 * Each line is read by itself, since no name has a line end in it: a stray quote harms its line
 * only.
 */
final class CategoryCsv {
  private static final String HEADER = "domain";
  private static final int COLUMNS = 2;
  private static final String UNQUOTED = "has a quote in a wrong place";

  private CategoryCsv() {}

  static void read(InputStream in, String file, Collector to) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (lines.wasCut()) {
        to.bad(file, lines.number(), "is too long");
      } else if (!line.isEmpty() && line.charAt(0) != '#') {
        read(line, file, lines.number(), to);
      }
    }
  }

  private static void read(String line, String file, long number, Collector to) throws IOException {
    CsvRecord cells;
    // The reader lets a quote that is never closed pass at the end of its input.
    if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
      to.bad(file, number, UNQUOTED);
      return;
    }
    try {
      cells =
          CsvReader.builder()
              .allowExtraFields(true)
              .allowExtraCharsAfterClosingQuote(false)
              .trimWhitespacesAroundQuotes(true)
              .ofSingleCsvRecord(line);
    } catch (CsvParseException e) {
      to.bad(file, number, UNQUOTED);
      return;
    }
    if (cells.getFieldCount() != COLUMNS) {
      to.bad(file, number, "must have two columns, domain,category");
    } else if (number > 1 || !cells.getField(0).strip().equalsIgnoreCase(HEADER)) {
      to.line(cells.getField(1).strip(), cells.getField(0).strip(), file, number);
    }
  }
}
