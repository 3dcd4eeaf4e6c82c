package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Optional;

/** Writes messages that end in an SK payload (RFC 7296 §3.14) or an SKF payload (RFC 7383 §2.5). */
final class SkWriter {
  private SkWriter() {}

  /** The payloads of a message. */
  static byte[] content(IkeMessage message) {
    ByteWriter out = new ByteWriter();
    PayloadChain.encode(message.payloads(), PayloadType.NONE.value(), out);
    return out.toArray();
  }

  /** Seals the payloads of a message, or the fragment of them that the numbers name. */
  static byte[] seal(
      IkeMessage message,
      Optional<FragmentNumbers> fragment,
      byte[] content,
      PayloadProtection out) {
    byte[] padded = SkPadding.pad(new ByteWriter().bytes(content), out.blockLength());
    PayloadType type = fragment.isPresent() ? PayloadType.SKF : PayloadType.SK;
    // RFC 7383 §2.5: only the first fragment names the type of the first payload.
    boolean first = fragment.map(FragmentNumbers::areFirst).orElse(true);
    ByteWriter datagram = new ByteWriter();
    IkeHeader.of(message, type.value()).encode(datagram);
    datagram.u8(first ? PayloadChain.firstType(message.payloads()) : 0).u8(0).u16(0);
    fragment.ifPresent(numbers -> numbers.encode(datagram));
    int length = datagram.length() + out.ivLength() + padded.length + out.icvLength();
    datagram.setU32(IkeHeader.LENGTH_INDEX, length);
    datagram.setU16(IkeHeader.LENGTH + 2, length - IkeHeader.LENGTH);
    return datagram.bytes(out.seal(datagram.toArray(), padded)).toArray();
  }
}
