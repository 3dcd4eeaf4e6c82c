package io.culvert.steering.category;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC-32C of memory that may be larger than a buffer. */
final class Checksum {
  private static final long PIECE = 1 << 30;

  private Checksum() {}

  static int of(MemorySegment memory) {
    CRC32C sum = new CRC32C();
    for (long at = 0; at < memory.byteSize(); at += PIECE) {
      long length = Math.min(PIECE, memory.byteSize() - at);
      sum.update(memory.asSlice(at, length).asByteBuffer());
    }
    return (int) sum.getValue();
  }
}
