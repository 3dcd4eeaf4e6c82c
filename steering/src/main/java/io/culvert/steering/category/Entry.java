package io.culvert.steering.category;

/**
 * A name that is listed, by its hash.
 *
 * @param hash {@link NameHash#first} of it
 * @param rest the first 48 of the other 64, then 16 bits that say a category or a set of them
 */
record Entry(long hash, long rest) implements Comparable<Entry> {
  static final int BYTES = 2 * Long.BYTES;

  /**
   * No category, but that there are listed names below this one: where this is not said, a look-up
   * need not go on, so most take one step.
   */
  static final int MORE_BELOW = 0;

  /** Of what {@link NameHash#second} answers, the bits that an entry has. */
  static final long CHECK = 0xFFFF_FFFF_FFFF_0000L;

  static Entry of(String name, long key0, long key1, int category) {
    return new Entry(
        NameHash.first(name, 0, key0, key1),
        (NameHash.second(name, 0, key0, key1) & CHECK) | category);
  }

  int category() {
    return (int) (rest & ~CHECK);
  }

  boolean isOfSameName(Entry other) {
    return hash == other.hash && ((rest ^ other.rest) & CHECK) == 0;
  }

  @Override
  public int compareTo(Entry other) {
    int order = Long.compareUnsigned(hash, other.hash);
    return order == 0 ? Long.compareUnsigned(rest, other.rest) : order;
  }
}
