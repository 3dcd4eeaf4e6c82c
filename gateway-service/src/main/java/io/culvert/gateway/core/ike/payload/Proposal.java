package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;

/**
 * One proposal of an SA payload (RFC 7296 §3.3.1).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |         Proposal Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Proposal Num  |  Protocol ID  |    SPI Size   |Num  Transforms|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        SPI (variable)                         ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                        &lt;Transforms&gt;                           ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param number its number, 0 to 255; whether the numbers of an SA payload are in order is not
 *     judged here
 * @param protocol the protocol number, known or not
 * @param spi the sender's SPI, 0 to 255 octets
 * @param transforms what is offered, of all types in one list, at most {@value #MAX_TRANSFORMS};
 *     may be empty
 */
public record Proposal(int number, int protocol, Bytes spi, List<Transform> transforms) {
  /** The most we read or write; a cap of ours, so that one message cannot cost much. */
  public static final int MAX_TRANSFORMS = 64;

  static final int MORE = 2;
  private static final int FIXED_LENGTH = 8;

  /** Copies the list and refuses numbers out of their field. */
  public Proposal {
    transforms = List.copyOf(transforms);
    Fields.checkU8(number, "proposal number");
    Fields.checkU8(protocol, "protocol");
    Fields.checkU8(spi.length(), "SPI size");
    if (transforms.size() > MAX_TRANSFORMS) {
      throw new IllegalArgumentException("at most " + MAX_TRANSFORMS + " transforms");
    }
  }

  /** The offered transforms of this type, in order. */
  public List<Transform> ofType(TransformType type) {
    return transforms.stream().filter(t -> t.type() == type.value()).toList();
  }

  /** Reads what follows the Last Substruc octet. */
  static Proposal decode(ByteReader in) throws MalformedException {
    in.skip(1);
    int length = in.u16();
    if (length < FIXED_LENGTH) {
      throw new MalformedException("proposal length " + length);
    }
    ByteReader inside = in.slice(length - 4);
    int number = inside.u8();
    int protocol = inside.u8();
    int spiSize = inside.u8();
    int count = inside.u8();
    if (count > MAX_TRANSFORMS) {
      throw new MalformedException("more than " + MAX_TRANSFORMS + " transforms");
    }
    Bytes spi = inside.bytes(spiSize);
    List<Transform> transforms = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      int marker = inside.u8();
      // RFC 7296 §3.3.2: 3 when more transforms follow, 0 in the last.
      if (marker != (left == 1 ? 0 : Transform.MORE)) {
        throw new MalformedException("transform count and end marker disagree");
      }
      transforms.add(Transform.decode(inside));
    }
    inside.expectEnd("proposal");
    return new Proposal(number, protocol, spi, transforms);
  }

  /** Writes what follows the Last Substruc octet. */
  void encode(ByteWriter out) {
    int start = out.length() - 1;
    out.u8(0).u16(0).u8(number).u8(protocol).u8(spi.length()).u8(transforms.size()).bytes(spi);
    for (int i = 0; i < transforms.size(); i++) {
      out.u8(i == transforms.size() - 1 ? 0 : Transform.MORE);
      transforms.get(i).encode(out);
    }
    out.setU16(start + 2, out.length() - start);
  }
}
