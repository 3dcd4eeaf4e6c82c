package io.culvert.gateway.core.wire;

/**
 * The one reader of received octets. It moves forward only and every read is checked against its
 * end, so a decoder can neither run over nor run for ever.
 */
public final class ByteReader {
  private final byte[] source;
  private final int end;
  private int position;

  /** Reads all of these octets; the caller leaves them alone meanwhile. */
  public ByteReader(byte[] source) {
    this(source, 0, source.length);
  }

  private ByteReader(byte[] source, int start, int end) {
    this.source = source;
    this.position = start;
    this.end = end;
  }

  /** Reads the octets of this value. */
  public static ByteReader of(Bytes bytes) {
    return new ByteReader(bytes.toArray());
  }

  /** How many octets are left. */
  public int remaining() {
    return end - position;
  }

  /** The index of the next octet in the array this reader was first made of. */
  public int position() {
    return position;
  }

  /** The next octet, 0 to 255. */
  public int u8() throws MalformedException {
    return source[advance(1)] & 0xff;
  }

  /** The next two octets, 0 to 65535. */
  public int u16() throws MalformedException {
    int at = advance(2);
    return ((source[at] & 0xff) << 8) | (source[at + 1] & 0xff);
  }

  /** The next four octets as their 32 bits. */
  public int u32() throws MalformedException {
    return (u16() << 16) | u16();
  }

  /** The next eight octets as their 64 bits. */
  public long u64() throws MalformedException {
    return ((long) u32() << 32) | (u32() & 0xffff_ffffL);
  }

  /** The next {@code length} octets. */
  public Bytes bytes(int length) throws MalformedException {
    return Bytes.of(source, advance(length), length);
  }

  /** All octets that are left. */
  public Bytes rest() throws MalformedException {
    return bytes(remaining());
  }

  /** Passes over {@code length} octets. */
  public void skip(int length) throws MalformedException {
    advance(length);
  }

  /** A reader of the next {@code length} octets and no further; this one goes on behind them. */
  public ByteReader slice(int length) throws MalformedException {
    int start = advance(length);
    return new ByteReader(source, start, start + length);
  }

  /** Insists that everything was read. */
  public void expectEnd(String what) throws MalformedException {
    if (remaining() != 0) {
      throw new MalformedException(what + " has " + remaining() + " octets too many");
    }
  }

  private int advance(int length) throws MalformedException {
    if (length < 0 || length > remaining()) {
      throw new MalformedException(
          "needs " + length + " octets where " + remaining() + " are left");
    }
    int start = position;
    position += length;
    return start;
  }
}
