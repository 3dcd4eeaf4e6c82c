package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Optional;

/**
 * Key Exchange: the sender's public value (RFC 7296 §3.4). Whether its length fits the method is
 * judged where the secret is agreed.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Diffie-Hellman Group Num    |           RESERVED            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                       Key Exchange Data                       ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param method the key exchange method number, known or not
 * @param data the public value, at least one octet
 */
public record KePayload(int method, Bytes data) implements Payload {
  /** Refuses a method out of its field and empty data. */
  public KePayload {
    Fields.checkU16(method, "key exchange method");
    if (data.isEmpty()) {
      throw new IllegalArgumentException("key exchange without data");
    }
  }

  /** The method, where it is a known one. */
  public Optional<KeMethod> knownMethod() {
    return KeMethod.of(method);
  }

  @Override
  public int type() {
    return PayloadType.KE.value();
  }

  static KePayload decode(ByteReader in) throws MalformedException {
    int method = in.u16();
    in.skip(2);
    if (in.remaining() == 0) {
      throw new MalformedException("key exchange without data");
    }
    return new KePayload(method, in.rest());
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u16(method).u16(0).bytes(data);
  }
}
