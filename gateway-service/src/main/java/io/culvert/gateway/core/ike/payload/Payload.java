package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;

/** One payload of an IKEv2 message, without its generic header (RFC 7296 §3.2). */
public sealed interface Payload
    permits SaPayload,
        KePayload,
        IdPayload,
        CertPayload,
        CertReqPayload,
        AuthPayload,
        NoncePayload,
        NotifyPayload,
        DeletePayload,
        VendorIdPayload,
        TsPayload,
        ConfigPayload,
        EapPayload,
        UnsupportedPayload {

  /** The payload type number. */
  int type();

  /** Writes everything behind the generic header. */
  void encodeBody(ByteWriter out);

  /**
   * Everything behind the generic header: what AUTH signs of an identification (RFC 7296 §2.15).
   */
  default Bytes body() {
    ByteWriter out = new ByteWriter();
    encodeBody(out);
    return out.toBytes();
  }
}
