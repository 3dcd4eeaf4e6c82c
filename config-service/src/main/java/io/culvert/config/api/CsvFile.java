package io.culvert.config.api;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.culvert.config.app.ImportFile;
import io.culvert.config.app.ImportRow;
import io.culvert.config.domain.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180) as it comes in: a header, then rows. Rows without any text, as spreadsheets
 * leave them, are passed over.
 */
final class CsvFile implements ImportFile {
  /** Many times what a file can have columns. */
  private static final int MAX_CELLS = 1_000;

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final Utf8Reader reader;
  private final long length;
  private final Iterator<CsvRecord> records;
  private @Nullable CsvHeader header;
  private @Nullable CsvRecord ahead;
  private int rows;

  /**
   * A file.
   *
   * @param length in octets; 0 when nobody knows
   */
  CsvFile(InputStream in, long length) {
    this.reader = new Utf8Reader(in);
    this.length = length;
    this.records =
        CsvReader.builder()
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(false)
            .build(CsvRecordHandler.builder().maxFields(MAX_CELLS).build(), reader)
            .iterator();
  }

  @Override
  public int estimate() {
    return reader.octets() == 0 ? 0 : (int) (length * rows / reader.octets());
  }

  @Override
  public List<ImportRow> next(int most) {
    CsvHeader columns = header();
    List<ImportRow> found = new ArrayList<>();
    while (ahead != null && found.size() < most) {
      CsvRecord now = ahead;
      ahead = read();
      if (ahead != null) {
        add(columns, now, false, found);
      } else if (!isEnd(now)) {
        add(columns, now, true, found);
      }
    }
    rows += found.size();
    return found;
  }

  private static void add(
      CsvHeader columns, CsvRecord cells, boolean unclosed, List<ImportRow> rows) {
    if (unclosed || cells.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
      rows.add(
          new CsvRow((int) cells.getStartingLineNumber(), columns, cells.getFields(), unclosed));
    }
  }

  private CsvHeader header() {
    CsvHeader read = header;
    if (read == null) {
      CsvRecord first = read();
      if (first == null || isEnd(first)) {
        throw RefusedException.invalid("file", "is empty; the first line must name the columns");
      }
      ahead = read();
      if (ahead == null) {
        throw RefusedException.invalid("file", "has a quote in line 1 that is never closed");
      }
      read = CsvHeader.read(first.getFields());
      header = read;
    }
    return read;
  }

  private static boolean isEnd(CsvRecord line) {
    return line.getFieldCount() == 1 && line.getField(0).equals(Utf8Reader.END);
  }

  private @Nullable CsvRecord read() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (CsvParseException | UncheckedIOException e) {
      throw refusal(e);
    }
  }

  /** What the parser says itself quotes the file. */
  private static RefusedException refusal(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        return refused;
      }
      if (cause instanceof IOException) {
        return RefusedException.invalid("file", "could not be read to its end");
      }
    }
    Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
    String where = line.find() ? "in the row that begins in line " + line.group(1) : "in a row";
    return RefusedException.invalid(
        "file",
        String.valueOf(failure.getCause()).contains("closing quote")
            ? "has text after a closing quote " + where + "; a quote within a cell is written twice"
            : "has more than " + MAX_CELLS + " cells " + where);
  }
}
