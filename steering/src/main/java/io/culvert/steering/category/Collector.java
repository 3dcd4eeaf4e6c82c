package io.culvert.steering.category;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Turns lines of lists into entries, and counts what they say. */
final class Collector {
  /**
   * What auth-service takes as a category in a rule; a name outside of it could not be bypassed.
   */
  private static final Pattern CATEGORY =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} &/_.()-]{0,79}");

  private static final int MAX_CATEGORIES = 10_000;
  private static final int REPORTED = 10;
  private static final int SHOWN = 60;
  private static final long PROGRESS = 100_000;
  private static final int REMEMBERED = 1 << 12;

  /** Takes entries, in any order. */
  @FunctionalInterface
  interface Sink {
    void add(Entry entry) throws IOException;
  }

  private final long key0;
  private final long key1;
  private final Sink sink;
  private final LongConsumer progress;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<ImportReport.BadLine> bad = new ArrayList<>();

  /** Hashes of parent domains seen lately, for some have millions of names below them. */
  private final long[] parents = new long[REMEMBERED];

  private long lines;
  private long entries;
  private long markers;
  private long addresses;
  private long pages;
  private long badLines;

  /**
   * A collector without any lines yet.
   *
   * @param random where the key of the hashes comes from
   * @param progress hears how many lines there were, now and then
   */
  Collector(RandomGenerator random, Sink sink, LongConsumer progress) {
    key0 = random.nextLong();
    key1 = random.nextLong();
    this.sink = sink;
    this.progress = progress;
  }

  /** A line that says that a name is of a category. */
  void line(String category, String text, String file, long line) throws IOException {
    switch (ListedName.read(text)) {
      case ListedName.Domain(String name) -> {
        if (CATEGORY.matcher(category).matches()) {
          counted();
          add(name, numberOf(category));
        } else {
          bad(file, line, "is of a category that no rule can name: " + shown(category));
        }
      }
      case ListedName.Address() -> {
        addresses++;
        counted();
      }
      case ListedName.Page() -> {
        pages++;
        counted();
      }
      case ListedName.Unreadable(String why) -> bad(file, line, shown(text) + " " + why);
    }
  }

  /** A line that says nothing that could be used. */
  void bad(String file, long line, String why) {
    badLines++;
    if (bad.size() < REPORTED) {
      bad.add(new ImportReport.BadLine(file, line, why));
    }
    counted();
  }

  /** How many entries the sink was given. */
  long entries() {
    return entries + markers;
  }

  /** Ends the file that all entries have been written to, and says what was done. */
  ImportReport finish(CategoryWriter writer) throws IOException {
    int domains = writer.finish(names, key0, key1);
    return new ImportReport(
        lines, domains, names.size(), entries - domains, addresses, pages, badLines, bad);
  }

  private void counted() {
    lines++;
    if (lines % PROGRESS == 0) {
      progress.accept(lines);
    }
  }

  private void add(String name, int category) throws IOException {
    entries++;
    sink.add(Entry.of(name, key0, key1, category));
    int top = name.lastIndexOf('.');
    for (int dot = name.indexOf('.'); dot < top; dot = name.indexOf('.', dot + 1)) {
      Entry parent = Entry.of(name.substring(dot + 1), key0, key1, Entry.MORE_BELOW);
      int place = (int) (parent.rest() >>> Short.SIZE) & (REMEMBERED - 1);
      if (parents[place] != parent.hash()) {
        parents[place] = parent.hash();
        markers++;
        sink.add(parent);
      }
    }
  }

  private int numberOf(String category) throws IOException {
    Integer known = numbers.get(category.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    if (names.size() == MAX_CATEGORIES) {
      throw new IOException("there are more than " + MAX_CATEGORIES + " categories");
    }
    numbers.put(category.toLowerCase(Locale.ROOT), names.size() + 1);
    names.add(category);
    return names.size();
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain) + "'";
  }
}
