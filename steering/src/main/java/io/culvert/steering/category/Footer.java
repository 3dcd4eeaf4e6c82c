package io.culvert.steering.category;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The end of a category file, which says what is before it. All numbers are big-endian:
 *
 * <pre>
 *   magic        8 octets
 *   entries      16 octets each, ascending: hash, rest (see {@link Entry})
 *   directory    4 octets each: where the entries begin whose hash has these topmost bits
 *   names        of the categories, and the sets of them (see {@link CategorySets})
 *   footer       entries, listed, directory bits, names' length (4 octets each), hash key (16)
 *   checksum     CRC-32C of all before it (4)
 * </pre>
 *
 * What there is is known when all is written, so a file is written from its beginning to its end.
 *
 * @param entries how many there are
 * @param listed how many of them have a category; the others only say that there are some below
 * @param directoryBits the directory has 2 to the power of this places, and one for the end
 * @param namesLength in octets
 * @param key0 of {@link NameHash}
 * @param key1 of {@link NameHash}
 */
record Footer(int entries, int listed, int directoryBits, int namesLength, long key0, long key1) {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** {@code CULVCAT} and the version of the format. */
  static final long MAGIC = 0x43554C5643415401L;

  static final int MAX_DIRECTORY_BITS = 24;
  private static final int BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;
  private static final int CHECKSUM = Integer.BYTES;

  /** Where the entries begin. */
  static final long ENTRIES_AT = Long.BYTES;

  /** How many directory bits suit so many entries: two to four of them in each place. */
  static int directoryBitsFor(long entries) {
    return Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(entries) - 2, 0, MAX_DIRECTORY_BITS);
  }

  /** Where the directory begins. */
  long directoryAt() {
    return ENTRIES_AT + (long) entries * Entry.BYTES;
  }

  /** Where the names begin. */
  long namesAt() {
    return directoryAt() + ((1L << directoryBits) + 1) * Integer.BYTES;
  }

  void write(DataOutputStream out) throws IOException {
    for (int number : List.of(entries, listed, directoryBits, namesLength)) {
      out.writeInt(number);
    }
    out.writeLong(key0);
    out.writeLong(key1);
  }

  /**
   * Reads the footer of a whole file.
   *
   * @throws IOException with what is wrong with the file, in words
   */
  static Footer read(MemorySegment file) throws IOException {
    long end = file.byteSize() - CHECKSUM;
    if (file.byteSize() < Long.BYTES || file.get(LONG, 0) >>> Byte.SIZE != MAGIC >>> Byte.SIZE) {
      throw new IOException("is no category file");
    }
    if (file.get(LONG, 0) != MAGIC) {
      throw new IOException("is a category file of another version; import the lists again");
    }
    if (end - BYTES < Long.BYTES) {
      throw new IOException("is incomplete: it ends after " + file.byteSize() + " octets");
    }
    long at = end - BYTES;
    Footer footer =
        new Footer(
            file.get(INT, at),
            file.get(INT, at + 4),
            file.get(INT, at + 8),
            file.get(INT, at + 12),
            file.get(LONG, at + 16),
            file.get(LONG, at + 24));
    if (!footer.isPossible() || footer.namesAt() + footer.namesLength != at) {
      throw new IOException("is incomplete or damaged: its length is not what it says");
    }
    if (file.get(INT, end) != Checksum.of(file.asSlice(0, end))) {
      throw new IOException("is damaged: its checksum is wrong");
    }
    return footer;
  }

  private boolean isPossible() {
    return entries >= 0
        && directoryBits >= 0
        && directoryBits <= MAX_DIRECTORY_BITS
        && namesLength >= 0;
  }
}
