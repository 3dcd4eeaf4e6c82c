package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.config.app.Import;
import io.culvert.config.app.Import.Totals;
import io.culvert.config.app.Page;
import io.culvert.config.app.ReviewedRow;
import io.culvert.config.app.ReviewedRow.Change;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An import and part of its rows.
 *
 * @param id its id
 * @param state {@code reviewing}, {@code reviewed}, {@code committing}, {@code committed} or {@code
 *     failed}
 * @param reason why it failed
 * @param expires RFC 3339; from then on there is no such import
 * @param totals rows by what they do
 * @param total how many rows there are to page through
 * @param rows those asked for, in order of their lines
 */
record ImportDto(
    String id,
    String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    String expires,
    Totals totals,
    long total,
    List<Row> rows) {

  /**
   * What a row of the file does.
   *
   * @param line on which it begins, from 1
   * @param name null when the row has none that could be one
   * @param action what it does, such as {@code create}; see {@link ReviewedRow.Action}
   * @param changes field by field; of a key only that it changes
   * @param errors why it cannot be imported
   * @param warnings what is accepted but unwise
   */
  record Row(
      int line,
      @Nullable String name,
      String action,
      List<Change> changes,
      List<Fault> errors,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {
    static Row of(ReviewedRow row) {
      return new Row(
          row.line(),
          row.site(),
          row.action().name().toLowerCase(Locale.ROOT),
          row.changes(),
          row.errors().stream().map(wrong -> new Fault(wrong.field(), wrong.message())).toList(),
          row.warnings());
    }
  }

  /** Why a row cannot be imported. */
  record Fault(String column, String message) {}

  /**
   * How far an import is.
   *
   * @param state as of the import
   * @param phase {@code read} and {@code check} of a review; {@code check}, {@code apply} and
   *     {@code publish} of a commit
   * @param done rows
   * @param total rows, about, while the file is still being read; 0 when nobody knows
   * @param end whether nothing more comes
   */
  record Progress(String state, String phase, int done, int total, boolean end) {
    static Progress of(Import now, boolean end) {
      return new Progress(
          name(now.state()),
          name(now.progress().phase()),
          now.progress().done(),
          now.progress().total(),
          end);
    }
  }

  static ImportDto of(Import found, Page<ReviewedRow> rows) {
    return new ImportDto(
        found.key().id().toString(),
        name(found.state()),
        found.reason(),
        found.expires().truncatedTo(ChronoUnit.SECONDS).toString(),
        found.totals(),
        rows.total(),
        rows.items().stream().map(Row::of).toList());
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
