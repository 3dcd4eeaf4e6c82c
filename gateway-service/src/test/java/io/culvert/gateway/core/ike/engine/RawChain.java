package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Payloads as octets, which no encoder would write.
 *
 * @param firstType the type that the field in front of them names
 */
record RawChain(int firstType, Bytes octets) {
  private static final int NEXT_AT = 16;
  private static final int LENGTH_AT = 24;
  private static final int MOST_OCTETS = 65_000;
  private static final int[] TYPES = {0, 33, 34, 35, 36, 39, 40, 41, 42, 44, 45, 46, 47, 48, 53};

  /**
   * A payload.
   *
   * @param flags the critical bit and the reserved ones
   * @param length what the length field says
   */
  record Part(int type, int flags, int length, Bytes body) {
    static Part of(int type, byte... body) {
      return new Part(type, 0, (4 + body.length) & 0xffff, Bytes.of(body));
    }

    static Part of(PayloadType type, byte... body) {
      return of(type.value(), body);
    }

    static Part of(Payload payload) {
      return RawChain.of(List.of(payload)).parts().getFirst();
    }

    Part flagged(int other) {
      return new Part(type, other, length, body);
    }

    Part typed(int other) {
      return new Part(other, flags, length, body);
    }

    /** With a length field that need not tell the truth. */
    Part claiming(int other) {
      return new Part(type, flags, other, body);
    }

    Part holding(byte... other) {
      return of(type, other).flagged(flags);
    }
  }

  static RawChain of(List<Payload> payloads) {
    return new RawChain(PayloadChain.firstType(payloads), Bytes.of(RawSeal.chain(payloads)));
  }

  static RawChain join(List<Part> parts) {
    return endingWith(PayloadType.NONE.value(), parts);
  }

  /** The last names another type as the next, which does not come. */
  static RawChain endingWith(int typeAfter, List<Part> parts) {
    ByteWriter out = new ByteWriter();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      out.u8(i + 1 < parts.size() ? parts.get(i + 1).type() : typeAfter);
      out.u8(part.flags()).u16(part.length()).bytes(part.body());
    }
    return new RawChain(parts.isEmpty() ? typeAfter : parts.getFirst().type(), out.toBytes());
  }

  /** The payloads of a message in the clear. */
  static RawChain of(Bytes datagram) {
    int length = datagram.length() - IkeHeader.LENGTH;
    return new RawChain(
        datagram.get(NEXT_AT), Bytes.of(datagram.toArray(), IkeHeader.LENGTH, length));
  }

  /** A message in the clear, with the header of another. */
  byte[] behind(Bytes header) {
    ByteWriter out = new ByteWriter().bytes(Bytes.of(header.toArray(), 0, IkeHeader.LENGTH));
    out.setU8(NEXT_AT, firstType);
    out.setU32(LENGTH_AT, IkeHeader.LENGTH + octets.length());
    return out.bytes(octets).toArray();
  }

  /** The payloads, as far as they can be told apart. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    byte[] all = octets.toArray();
    int type = firstType;
    int at = 0;
    while (at + 4 <= all.length) {
      int length = octets.get(at + 2) << 8 | octets.get(at + 3);
      int end = Math.min(all.length, at + Math.max(4, length));
      Bytes body = Bytes.of(all, at + 4, end - at - 4);
      parts.add(new Part(type, octets.get(at + 1), length, body));
      type = octets.get(at);
      at = end;
    }
    return parts;
  }

  /** One or two payloads put in, left out, doubled, swapped, renamed, of wrong lengths, altered. */
  RawChain mutated(Mutations by) {
    List<Part> parts = new ArrayList<>(parts());
    for (int left = 1 + by.number(2); left > 0 && !parts.isEmpty(); left--) {
      mutate(parts, by.number(parts.size()), by);
    }
    RawChain changed =
        by.number(12) == 0 ? endingWith(by.number(256), parts) : RawChain.join(parts);
    byte[] octets = changed.octets().toArray();
    byte[] altered = by.number(8) == 0 ? by.of(octets) : octets;
    int length = Math.min(altered.length, MOST_OCTETS);
    return new RawChain(changed.firstType(), Bytes.of(altered, 0, length));
  }

  private static void mutate(List<Part> parts, int at, Mutations by) {
    Part part = parts.get(at);
    byte[] body = part.body().toArray();
    switch (by.number(10)) {
      case 0 -> parts.addAll(at, Collections.nCopies(1 + by.number(80), part));
      case 1 -> parts.remove(at);
      case 2 -> Collections.swap(parts, at, by.number(parts.size()));
      case 3 -> parts.set(at, part.typed(by.number(256)));
      case 4 -> parts.set(at, part.typed(TYPES[by.number(TYPES.length)]));
      case 5 -> parts.set(at, part.flagged(by.number(256)));
      case 6 -> parts.set(at, part.claiming(by.lengthLike(part.length())));
      case 7 -> parts.set(at, part.holding(Arrays.copyOf(body, by.number(body.length + 1))));
      default -> parts.set(at, part.holding(by.of(body)));
    }
  }
}
