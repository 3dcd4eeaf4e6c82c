package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.MalformedException;

/**
 * What an SKF payload has between its generic header and its IV (RFC 7383 §2.5).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        Fragment Number        |        Total Fragments        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Initialization Vector                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                      Encrypted content                        ~
 * </pre>
 *
 * @param number which fragment, as received: it may be one that cannot be
 * @param total of how many, likewise
 */
public record FragmentNumbers(int number, int total) {
  /** Octets of both. */
  public static final int LENGTH = 4;

  /** Refuses numbers out of their field. */
  public FragmentNumbers {
    Fields.checkU16(number, "fragment number");
    Fields.checkU16(total, "total fragments");
  }

  /** Whether there can be such a fragment: 1 to the total (RFC 7383 §2.6). */
  public boolean arePossible() {
    return number > 0 && number <= total;
  }

  /** Whether it is the one that tells the type of the first payload (RFC 7383 §2.5). */
  public boolean areFirst() {
    return number == 1;
  }

  static FragmentNumbers decode(ByteReader in) throws MalformedException {
    return new FragmentNumbers(in.u16(), in.u16());
  }

  /** Writes both. */
  public void encode(ByteWriter out) {
    out.u16(number).u16(total);
  }
}
