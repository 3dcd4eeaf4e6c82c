package io.culvert.gateway.core.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Network-order numbers in a byte array. The JDK checks every access against the array's bounds.
 */
public final class Octets {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Octets() {}

  /** An unsigned octet. */
  public static int u8(byte[] data, int offset) {
    return data[offset] & 0xFF;
  }

  /** An unsigned 16-bit number. */
  public static int u16(byte[] data, int offset) {
    return (short) SHORT.get(data, offset) & 0xFFFF;
  }

  /** The 32 bits at {@code offset}, as they are. */
  public static int i32(byte[] data, int offset) {
    return (int) INT.get(data, offset);
  }

  /** An unsigned 32-bit number. */
  public static long u32(byte[] data, int offset) {
    return i32(data, offset) & 0xFFFF_FFFFL;
  }

  /** Writes the low 16 bits of {@code value}. */
  public static void put16(byte[] data, int offset, int value) {
    SHORT.set(data, offset, (short) value);
  }

  /** Writes 32 bits. */
  public static void put32(byte[] data, int offset, int value) {
    INT.set(data, offset, value);
  }

  /** Writes 64 bits. */
  public static void put64(byte[] data, int offset, long value) {
    LONG.set(data, offset, value);
  }
}
