package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Optional;

/**
 * Authentication (RFC 7296 §3.8).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Auth Method   |                RESERVED                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                      Authentication Data                      ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param method the authentication method number, known or not
 * @param data the MAC or signature; of any length, an empty one verifies against nothing
 */
public record AuthPayload(int method, Bytes data) implements Payload {
  /** Refuses a method out of its field. */
  public AuthPayload {
    Fields.checkU8(method, "authentication method");
  }

  /** The method, where it is a known one. */
  public Optional<AuthMethod> knownMethod() {
    return AuthMethod.of(method);
  }

  @Override
  public int type() {
    return PayloadType.AUTH.value();
  }

  static AuthPayload decode(ByteReader in) throws MalformedException {
    int method = in.u8();
    in.skip(3);
    return new AuthPayload(method, in.rest());
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u8(method).zeros(3).bytes(data);
  }
}
