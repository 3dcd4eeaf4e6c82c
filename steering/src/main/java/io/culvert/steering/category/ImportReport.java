package io.culvert.steering.category;

import java.util.List;

/**
 * What an import read and wrote.
 *
 * @param lines that were read, without comments and empty ones
 * @param domains that are listed now
 * @param categories there are
 * @param repeated lines that list a domain which others list too
 * @param addresses lines that were left out, for categories are of names
 * @param pages lines that were left out, for they are of a part of a site only
 * @param badLines lines that were left out, for they say nothing
 * @param firstBad the first few of these
 */
public record ImportReport(
    long lines,
    int domains,
    int categories,
    long repeated,
    long addresses,
    long pages,
    long badLines,
    List<BadLine> firstBad) {
  public ImportReport {
    firstBad = List.copyOf(firstBad);
  }

  /**
   * A line that says nothing.
   *
   * @param file where it is, below what was imported
   * @param line its number, from 1
   * @param why what is wrong, in words
   */
  public record BadLine(String file, long line, String why) {}
}
