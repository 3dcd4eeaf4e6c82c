package io.culvert.steering.category;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a category file from its beginning to its end; {@link Footer} shows it. */
final class CategoryWriter {
  private static final int BUFFER = 1 << 16;

  private final CRC32C checksum = new CRC32C();
  private final DataOutputStream out;
  private final Map<List<Integer>, Integer> sets = new LinkedHashMap<>();
  private final int directoryBits;
  private final int[] directory;
  private int written;
  private int listed;
  private int place;

  /**
   * A file that goes here.
   *
   * @param atMost how many entries there may be
   */
  CategoryWriter(OutputStream out, long atMost) throws IOException {
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(new CheckedOutputStream(out, checksum), BUFFER));
    directoryBits = Footer.directoryBitsFor(atMost);
    directory = new int[(1 << directoryBits) + 1];
    this.out.writeLong(Footer.MAGIC);
  }

  /** Entries that come after all before them, each with one category; several may have one name. */
  void write(List<Entry> entries) throws IOException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(null);
    int from = 0;
    while (from < sorted.size()) {
      Entry first = sorted.get(from);
      List<Integer> categories = new ArrayList<>();
      int to = from;
      while (to < sorted.size() && sorted.get(to).isOfSameName(first)) {
        int category = sorted.get(to++).category();
        if (categories.isEmpty() || categories.getLast() != category) {
          categories.add(category);
        }
      }
      write(first, numberOf(categories));
      listed += categories.getLast() == Entry.MORE_BELOW ? 0 : 1;
      from = to;
    }
  }

  private void write(Entry entry, int set) throws IOException {
    fillDirectory(place(entry.hash()));
    out.writeLong(entry.hash());
    out.writeLong((entry.rest() & Entry.CHECK) | set);
    written++;
  }

  private int place(long hash) {
    return directoryBits == 0 ? 0 : (int) (hash >>> (Long.SIZE - directoryBits));
  }

  /** All places up to this one begin at the next entry. */
  private void fillDirectory(int last) {
    while (place <= last) {
      directory[place++] = written;
    }
  }

  private int numberOf(List<Integer> categories) throws IOException {
    Integer known = sets.get(categories);
    if (known != null) {
      return known;
    }
    if (sets.size() == CategorySets.MAX_SETS) {
      throw new IOException(
          "names have more than " + CategorySets.MAX_SETS + " different sets of categories");
    }
    sets.put(List.copyOf(categories), sets.size());
    return sets.size() - 1;
  }

  /**
   * Writes what is left.
   *
   * @param names of the categories, by number
   * @return how many names have a category
   */
  int finish(List<String> names, long key0, long key1) throws IOException {
    fillDirectory(directory.length - 1);
    for (int at : directory) {
      out.writeInt(at);
    }
    ByteArrayOutputStream described = new ByteArrayOutputStream();
    CategorySets.write(new DataOutputStream(described), names, List.copyOf(sets.keySet()));
    described.writeTo(out);
    new Footer(written, listed, directoryBits, described.size(), key0, key1).write(out);
    out.flush();
    out.writeInt((int) checksum.getValue());
    out.flush();
    return listed;
  }
}
