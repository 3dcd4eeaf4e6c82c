package io.culvert.config.api;

import java.util.regex.Pattern;

/**
 * Cells that a spreadsheet would run as a formula. One is written with an apostrophe before it, and
 * read without; so is one that has apostrophes before its formula already, so that what was written
 * is what is read.
 */
final class Formula {
  private static final String START = "[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20]";
  private static final Pattern DANGEROUS = Pattern.compile("'*" + START + ".*", Pattern.DOTALL);
  private static final Pattern DEFUSED = Pattern.compile("'+" + START + ".*", Pattern.DOTALL);

  private Formula() {}

  /** The cell to write. */
  static String defuse(String value) {
    return DANGEROUS.matcher(value).matches() ? "'" + value : value;
  }

  /** The value that was written. */
  static String restore(String cell) {
    return cell.startsWith("'") && DEFUSED.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
