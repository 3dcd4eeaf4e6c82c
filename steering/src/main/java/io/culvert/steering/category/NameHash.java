package io.culvert.steering.category;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012) of a name in ASCII, or of what
 * is left of it from some label on. It is one loop over rounds, so that the state lives in
 * registers and a look-up allocates nothing.
 */
final class NameHash {
  private static final int PER_WORD = 2;
  private static final int IN_THE_END = 4;

  private NameHash() {}

  /** The first 64 bits. */
  static long first(String name, int from, long key0, long key1) {
    return hash(name, from, key0, key1, IN_THE_END);
  }

  /** The other 64 bits. */
  static long second(String name, int from, long key0, long key1) {
    return hash(name, from, key0, key1, 2 * IN_THE_END);
  }

  private static long hash(String name, int from, long key0, long key1, int ending) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int absorbing = PER_WORD * ((name.length() - from) / Long.BYTES + 1);
    long word = 0;
    for (int round = 0; round < absorbing + ending; round++) {
      if (round == absorbing) {
        v2 ^= 0xee;
      } else if (round == absorbing + IN_THE_END) {
        v1 ^= 0xdd;
      } else if (round < absorbing && round % PER_WORD == 0) {
        word = word(name, from + round / PER_WORD * Long.BYTES, name.length() - from);
        v3 ^= word;
      }
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      if (round < absorbing && round % PER_WORD == PER_WORD - 1) {
        v0 ^= word;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** Eight octets; the last word has those that are left, and how many there are in all. */
  private static long word(String name, int from, int length) {
    int end = Math.min(from + Long.BYTES, name.length());
    long word = end - from < Long.BYTES ? (long) length << 56 : 0;
    for (int i = from; i < end; i++) {
      word |= (name.charAt(i) & 0xFFL) << ((i - from) * Byte.SIZE);
    }
    return word;
  }
}
