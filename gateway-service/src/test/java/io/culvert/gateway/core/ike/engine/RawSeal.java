package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Arrays;
import java.util.List;

/** Seals, with the right keys, what no encoder would write. */
final class RawSeal {
  private static final int LENGTH_AT = 24;
  private static final byte CRITICAL = (byte) 0x80;

  private RawSeal() {}

  /** The next request of that device, with the critical bit in the header of each payload. */
  static Bytes critical(RawDevice device, ExchangeType exchange, List<Payload> payloads) {
    byte[] inner = chain(payloads);
    for (int at = 0; at < inner.length; ) {
      inner[at + 1] |= CRITICAL;
      at += (inner[at + 2] & 0xff) << 8 | (inner[at + 3] & 0xff);
    }
    return octets(device, exchange, PayloadChain.firstType(payloads), inner);
  }

  /** The octets of payloads, one behind the other. */
  static byte[] chain(List<Payload> payloads) {
    ByteWriter inner = new ByteWriter();
    PayloadChain.encode(payloads, PayloadType.NONE.value(), inner);
    return inner.toArray();
  }

  /** The next request of that device, around octets that need not be payloads. */
  static Bytes octets(RawDevice device, ExchangeType exchange, int firstType, byte[] inner) {
    Bytes header = device.seal(exchange, List.of(), device.nextId(), false);
    return octets(device, header, firstType, inner);
  }

  /** The same with the header of another message. */
  static Bytes octets(RawDevice device, Bytes other, int firstType, byte[] inner) {
    PayloadProtection out = device.protection(true);
    int block = out.blockLength();
    byte[] padded = Arrays.copyOf(inner, (inner.length / block + 1) * block);
    padded[padded.length - 1] = (byte) (padded.length - inner.length - 1);
    int skLength =
        PayloadChain.GENERIC_HEADER_LENGTH + out.ivLength() + padded.length + out.icvLength();
    ByteWriter datagram = new ByteWriter();
    datagram.bytes(Bytes.of(other.toArray(), 0, IkeHeader.LENGTH));
    datagram.setU32(LENGTH_AT, IkeHeader.LENGTH + skLength);
    datagram.u8(firstType).u8(0).u16(skLength);
    return datagram.bytes(out.seal(datagram.toArray(), padded)).toBytes();
  }
}
