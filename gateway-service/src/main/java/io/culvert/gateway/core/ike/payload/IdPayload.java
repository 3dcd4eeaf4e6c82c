package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.IdType;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Optional;

/**
 * Identification of the initiator or responder (RFC 7296 §3.5). The data is taken as it came:
 * whether it is a valid identity is judged where it is used.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   ID Type     |                 RESERVED                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                   Identification Data                         ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param initiator IDi, else IDr
 * @param idType the ID type number, known or not
 * @param reserved the 24 reserved bits as they came: without meaning, but AUTH signs them (RFC 7296
 *     §2.15)
 * @param data the identity
 */
public record IdPayload(boolean initiator, int idType, int reserved, Bytes data)
    implements Payload {
  /** Refuses numbers out of their field. */
  public IdPayload {
    Fields.checkU8(idType, "ID type");
    Fields.checkU8(reserved >>> 16, "reserved");
  }

  /** An identification as we send it. */
  public IdPayload(boolean initiator, int idType, Bytes data) {
    this(initiator, idType, 0, data);
  }

  /** The ID type, where it is a known one. */
  public Optional<IdType> knownType() {
    return IdType.of(idType);
  }

  @Override
  public int type() {
    return (initiator ? PayloadType.ID_I : PayloadType.ID_R).value();
  }

  static IdPayload decode(boolean initiator, ByteReader in) throws MalformedException {
    int idType = in.u8();
    int reserved = in.u8() << 16 | in.u16();
    return new IdPayload(initiator, idType, reserved, in.rest());
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u8(idType).u8(reserved >>> 16).u16(reserved & 0xffff).bytes(data);
  }
}
