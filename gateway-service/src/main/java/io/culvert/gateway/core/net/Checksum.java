package io.culvert.gateway.core.net;

/** The internet checksum: computed in full (RFC 1071) or brought up to date (RFC 1624). */
public final class Checksum {
  private Checksum() {}

  /** The checksum of {@code length} octets; 0 over data that includes a right checksum field. */
  public static int of(byte[] data, int offset, int length) {
    return ~fold(sum(data, offset, length)) & 0xFFFF;
  }

  /** The unfolded one's-complement sum, for checksums over several pieces. An odd end is padded. */
  public static long sum(byte[] data, int offset, int length) {
    long sum = 0;
    int even = length & ~1;
    for (int i = 0; i < even; i += 2) {
      sum += Octets.u16(data, offset + i);
    }
    return even == length ? sum : sum + ((long) Octets.u8(data, offset + even) << 8);
  }

  /** Folds an unfolded sum to 16 bits. */
  public static int fold(long sum) {
    long folded = sum;
    while (folded > 0xFFFF) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }

  /** The checksum after one 16-bit word under it changed: HC' = ~(~HC + ~m + m'), RFC 1624 §3. */
  public static int update16(int checksum, int before, int after) {
    int sum = (~checksum & 0xFFFF) + (~before & 0xFFFF) + (after & 0xFFFF);
    return ~fold(sum) & 0xFFFF;
  }

  /** The checksum after a 32-bit field under it changed. */
  public static int update32(int checksum, int before, int after) {
    return update16(update16(checksum, before >>> 16, after >>> 16), before, after);
  }
}
