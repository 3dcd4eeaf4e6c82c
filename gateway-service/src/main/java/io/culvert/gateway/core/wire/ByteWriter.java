package io.culvert.gateway.core.wire;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;

/**
 * A growing run of octets, most significant octet first. A value that does not fit its field is a
 * fault of ours and throws {@link IllegalArgumentException}.
 */
public final class ByteWriter {
  private byte[] octets = new byte[128];
  private int length;

  /** How many octets were written. */
  public int length() {
    return length;
  }

  /** Writes one octet, 0 to 255. */
  @CanIgnoreReturnValue
  public ByteWriter u8(int value) {
    check(value, 0xff);
    int at = grow(1);
    octets[at] = (byte) value;
    return this;
  }

  /** Writes two octets, 0 to 65535. */
  @CanIgnoreReturnValue
  public ByteWriter u16(int value) {
    check(value, 0xffff);
    putU16(grow(2), value);
    return this;
  }

  /** Writes the 32 bits as four octets. */
  @CanIgnoreReturnValue
  public ByteWriter u32(int value) {
    return u16(value >>> 16).u16(value & 0xffff);
  }

  /** Writes the 64 bits as eight octets. */
  @CanIgnoreReturnValue
  public ByteWriter u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** Writes these octets. */
  @CanIgnoreReturnValue
  public ByteWriter bytes(byte[] value) {
    int at = grow(value.length);
    System.arraycopy(value, 0, octets, at, value.length);
    return this;
  }

  /** Writes these octets. */
  @CanIgnoreReturnValue
  public ByteWriter bytes(Bytes value) {
    value.writeTo(this);
    return this;
  }

  /** Writes {@code count} octets of zero. */
  @CanIgnoreReturnValue
  public ByteWriter zeros(int count) {
    grow(count);
    return this;
  }

  /** Overwrites the octet at {@code index}: a field known only later. */
  public void setU8(int index, int value) {
    check(value, 0xff);
    checkWritten(index, 1);
    octets[index] = (byte) value;
  }

  /** Overwrites the two octets at {@code index}: a length known only later. */
  public void setU16(int index, int value) {
    check(value, 0xffff);
    checkWritten(index, 2);
    putU16(index, value);
  }

  /** Overwrites the four octets at {@code index}: a length known only later. */
  public void setU32(int index, int value) {
    checkWritten(index, 4);
    putU16(index, value >>> 16);
    putU16(index + 2, value & 0xffff);
  }

  /** A copy of all that was written. */
  public byte[] toArray() {
    return Arrays.copyOf(octets, length);
  }

  /** All that was written, as a value. */
  public Bytes toBytes() {
    return Bytes.of(octets, 0, length);
  }

  private void putU16(int index, int value) {
    octets[index] = (byte) (value >>> 8);
    octets[index + 1] = (byte) value;
  }

  private int grow(int count) {
    int start = length;
    length = Math.addExact(start, count);
    if (length > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(length, 2 * octets.length));
    }
    return start;
  }

  private static void check(int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " does not fit a field of at most " + max);
    }
  }

  private void checkWritten(int index, int count) {
    if (index < 0 || index + count > length) {
      throw new IllegalArgumentException("index " + index + " was not written yet");
    }
  }
}
