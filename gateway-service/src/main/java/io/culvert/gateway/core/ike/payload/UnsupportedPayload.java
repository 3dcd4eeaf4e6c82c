package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;

/**
 * A payload of a type we do not read: unassigned, private, of IKEv1, or of an extension we do not
 * speak.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                           Content                             ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param type its payload type number, 1 to 255
 * @param critical whether the sender wants the message refused by who does not know the type (RFC
 *     7296 §2.5)
 * @param content everything behind the generic header, as it came
 */
public record UnsupportedPayload(int type, boolean critical, Bytes content) implements Payload {
  /** Refuses 0, which ends a chain, and numbers out of the field. */
  public UnsupportedPayload {
    Fields.checkU8(type, "payload type");
    if (type == 0) {
      throw new IllegalArgumentException("payload type 0 ends a chain");
    }
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.bytes(content);
  }
}
