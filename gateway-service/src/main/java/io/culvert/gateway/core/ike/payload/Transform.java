package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One transform of a proposal (RFC 7296 §3.3.2), with its attributes (§3.3.5).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |        Transform Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Transform Type |   RESERVED    |          Transform ID         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                      Transform Attributes                     ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param type the transform type number, known or not
 * @param id the transform ID, known or not
 * @param keyLength the Key Length attribute in bits, where given
 * @param otherAttributes attributes we do not know; a transform that has some must not be chosen
 *     (RFC 7296 §3.3.6)
 */
public record Transform(int type, int id, OptionalInt keyLength, List<Attribute> otherAttributes) {
  static final int MORE = 3;
  private static final int FIXED_LENGTH = 8;
  private static final int KEY_LENGTH = 14;
  private static final int FIXED_FORMAT = 0x8000;
  private static final int MAX_ATTRIBUTES = 16;

  /**
   * An attribute other than Key Length.
   *
   * @param type the attribute type, 0 to 32767
   * @param fixed whether it has the short form, whose value is two octets
   * @param value its value
   */
  public record Attribute(int type, boolean fixed, Bytes value) {
    /** Refuses a type or value that its form cannot hold. */
    public Attribute {
      if (type < 0 || type >= FIXED_FORMAT) {
        throw new IllegalArgumentException("attribute type out of range");
      }
      if (fixed ? value.length() != 2 : value.length() > 0xffff) {
        throw new IllegalArgumentException("attribute value of the wrong length");
      }
    }
  }

  /** Copies the list and refuses numbers out of their field. */
  public Transform {
    otherAttributes = List.copyOf(otherAttributes);
    Fields.checkU8(type, "transform type");
    Fields.checkU16(id, "transform ID");
    Fields.checkU16(keyLength.orElse(0), "key length");
    if (otherAttributes.size() >= MAX_ATTRIBUTES) {
      throw new IllegalArgumentException("too many attributes");
    }
  }

  /** A transform without attributes. */
  public static Transform of(TransformType type, int id) {
    return new Transform(type.value(), id, OptionalInt.empty(), List.of());
  }

  /** A transform with a key length in bits. */
  public static Transform of(TransformType type, int id, int keyLength) {
    return new Transform(type.value(), id, OptionalInt.of(keyLength), List.of());
  }

  /** The type, where it is a known one. */
  public Optional<TransformType> knownType() {
    return TransformType.of(type);
  }

  /** Reads what follows the Last Substruc octet. */
  static Transform decode(ByteReader in) throws MalformedException {
    in.skip(1);
    int length = in.u16();
    if (length < FIXED_LENGTH) {
      throw new MalformedException("transform length " + length);
    }
    ByteReader inside = in.slice(length - 4);
    int type = inside.u8();
    inside.skip(1);
    int id = inside.u16();
    OptionalInt keyLength = OptionalInt.empty();
    List<Attribute> others = new ArrayList<>();
    for (int count = 0; inside.remaining() > 0; count++) {
      if (count == MAX_ATTRIBUTES - 1) {
        throw new MalformedException("too many transform attributes");
      }
      Attribute attribute = decodeAttribute(inside);
      if (attribute.type() != KEY_LENGTH || !attribute.fixed()) {
        others.add(attribute);
      } else if (keyLength.isEmpty()) {
        keyLength = OptionalInt.of(attribute.value().get(0) << 8 | attribute.value().get(1));
      } else {
        throw new MalformedException("two key lengths in one transform");
      }
    }
    return new Transform(type, id, keyLength, others);
  }

  private static Attribute decodeAttribute(ByteReader in) throws MalformedException {
    int formatAndType = in.u16();
    boolean fixed = (formatAndType & FIXED_FORMAT) != 0;
    int length = fixed ? 2 : in.u16();
    return new Attribute(formatAndType & ~FIXED_FORMAT, fixed, in.bytes(length));
  }

  /** Writes what follows the Last Substruc octet. */
  void encode(ByteWriter out) {
    int start = out.length() - 1;
    out.u8(0).u16(0).u8(type).u8(0).u16(id);
    keyLength.ifPresent(bits -> out.u16(FIXED_FORMAT | KEY_LENGTH).u16(bits));
    for (Attribute attribute : otherAttributes) {
      if (attribute.fixed()) {
        out.u16(FIXED_FORMAT | attribute.type());
      } else {
        out.u16(attribute.type()).u16(attribute.value().length());
      }
      out.bytes(attribute.value());
    }
    out.setU16(start + 2, out.length() - start);
  }
}
