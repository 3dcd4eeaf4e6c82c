package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chain of payloads with their generic headers (RFC 7296 §3.2).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class PayloadChain {
  /** Octets of the generic header. */
  public static final int GENERIC_HEADER_LENGTH = 4;

  /**
   * The most payloads we read in one chain; a cap of ours, so that one message cannot cost much.
   */
  public static final int MAX_PAYLOADS = 64;

  private static final int CRITICAL = 0x80;

  private PayloadChain() {}

  /**
   * What a chain was read to.
   *
   * @param payloads the payloads, in order
   * @param encrypted the SK payload that ended it, if any
   */
  public record Chain(List<Payload> payloads, Optional<EncryptedPart> encrypted) {
    /** Copies the list. */
    public Chain {
      payloads = List.copyOf(payloads);
    }
  }

  /**
   * A sealed SK or SKF payload, which is always the last of its message (RFC 7296 §3.14, RFC 7383
   * §2.5).
   *
   * @param firstType the type of the first payload inside
   * @param fragment which fragment it holds, when it is an SKF payload
   * @param start where IV, ciphertext and ICV begin in the array that was read
   * @param sealed IV, ciphertext and ICV
   */
  public record EncryptedPart(
      int firstType, Optional<FragmentNumbers> fragment, int start, Bytes sealed) {}

  /** The type that the field in front of these payloads must name. */
  public static int firstType(List<Payload> payloads) {
    return payloads.isEmpty() ? PayloadType.NONE.value() : payloads.getFirst().type();
  }

  /** Reads payloads to the end of the octets. */
  public static Chain decode(int firstType, ByteReader in) throws MalformedException {
    List<Payload> payloads = new ArrayList<>();
    int type = firstType;
    while (type != PayloadType.NONE.value()) {
      if (payloads.size() == MAX_PAYLOADS) {
        throw new MalformedException("more than " + MAX_PAYLOADS + " payloads");
      }
      int next = in.u8();
      // RFC 7296 §3.2: the seven bits behind the critical bit are ignored on receipt.
      boolean critical = (in.u8() & CRITICAL) != 0;
      int length = in.u16();
      if (length < GENERIC_HEADER_LENGTH) {
        throw new MalformedException("payload length " + length);
      }
      ByteReader body = in.slice(length - GENERIC_HEADER_LENGTH);
      if (type == PayloadType.SK.value() || type == PayloadType.SKF.value()) {
        in.expectEnd("message behind its encrypted payload");
        return new Chain(payloads, Optional.of(encryptedPart(type, next, body)));
      }
      payloads.add(decodePayload(type, critical, body));
      type = next;
    }
    in.expectEnd("message");
    return new Chain(payloads, Optional.empty());
  }

  private static EncryptedPart encryptedPart(int type, int next, ByteReader body)
      throws MalformedException {
    Optional<FragmentNumbers> fragment =
        type == PayloadType.SKF.value()
            ? Optional.of(FragmentNumbers.decode(body))
            : Optional.empty();
    return new EncryptedPart(next, fragment, body.position(), body.rest());
  }

  private static Payload decodePayload(int type, boolean critical, ByteReader body)
      throws MalformedException {
    Optional<PayloadType> known = PayloadType.of(type);
    if (known.isEmpty()) {
      return new UnsupportedPayload(type, critical, body.rest());
    }
    return switch (known.get()) {
      case SA -> SaPayload.decode(body);
      case KE -> KePayload.decode(body);
      case ID_I -> IdPayload.decode(true, body);
      case ID_R -> IdPayload.decode(false, body);
      case CERT -> CertPayload.decode(body);
      case CERTREQ -> CertReqPayload.decode(body);
      case AUTH -> AuthPayload.decode(body);
      case NONCE -> NoncePayload.decode(body);
      case NOTIFY -> NotifyPayload.decode(body);
      case DELETE -> DeletePayload.decode(body);
      case VENDOR_ID -> VendorIdPayload.decode(body);
      case TS_I -> TsPayload.decode(true, body);
      case TS_R -> TsPayload.decode(false, body);
      case CP -> ConfigPayload.decode(body);
      case EAP -> EapPayload.decode(body);
      case NONE, SK, SKF -> throw new MalformedException("payload type " + type + " out of place");
    };
  }

  /** Writes payloads; the last names {@code typeAfter} as the next. */
  public static void encode(List<Payload> payloads, int typeAfter, ByteWriter out) {
    for (int i = 0; i < payloads.size(); i++) {
      Payload payload = payloads.get(i);
      int start = out.length();
      out.u8(i == payloads.size() - 1 ? typeAfter : payloads.get(i + 1).type());
      // RFC 7296 §3.2: the critical bit is zero for the payload types of that document.
      out.u8(payload instanceof UnsupportedPayload u && u.critical() ? CRITICAL : 0).u16(0);
      payload.encodeBody(out);
      out.setU16(start + 2, out.length() - start);
    }
  }
}
