package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PayloadType;

/**
 * A protected message as IKE_AUTH signs it where it was an IKE_INTERMEDIATE (RFC 9242 §3.3.2): not
 * encrypted, not padded and not in fragments, with lengths that fit.
 *
 * <pre>
 *   | IKE header | generic header of the SK payload | payloads |
 * </pre>
 */
final class ClearText {
  private ClearText() {}

  /**
   * The octets.
   *
   * @param header as received or sent; its length and next payload do not matter
   * @param firstType the type of the first payload
   * @param content the payloads
   */
  static Bytes of(IkeHeader header, int firstType, byte[] content) {
    ByteWriter out = new ByteWriter();
    header.encode(out);
    out.setU8(IkeHeader.NEXT_PAYLOAD_INDEX, PayloadType.SK.value());
    out.u8(firstType).u8(0).u16(PayloadChain.GENERIC_HEADER_LENGTH + content.length);
    out.bytes(content).setU32(IkeHeader.LENGTH_INDEX, out.length());
    return out.toBytes();
  }
}
