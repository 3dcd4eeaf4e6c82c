package io.culvert.gateway.core.ike.auth;

import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;

/**
 * What IKE_INTERMEDIATE exchanges add to the octets both ends sign in IKE_AUTH (RFC 9242 §3.3.1):
 * {@code IntAuth = IntAuth_iN | IntAuth_rN | IKE_AUTH_MID}.
 *
 * @param initiator over all requests, in a chain; empty before the first
 * @param responder over all responses
 */
public record IntAuth(Bytes initiator, Bytes responder) {
  /** Before any IKE_INTERMEDIATE. */
  public static final IntAuth NONE = new IntAuth(Bytes.EMPTY, Bytes.EMPTY);

  /**
   * With one more exchange: {@code IntAuth_n = prf(SK_p, IntAuth_n-1 | message)} (RFC 9242 §3.3.1).
   *
   * @param keys those that protected it, and not what came of it
   * @param request the request in the clear (RFC 9242 §3.3.2)
   * @param response likewise
   */
  public IntAuth and(Prf prf, IkeKeys keys, Bytes request, Bytes response) {
    return new IntAuth(
        Bytes.of(prf.compute(keys.pi(), initiator.toArray(), request.toArray())),
        Bytes.of(prf.compute(keys.pr(), responder.toArray(), response.toArray())));
  }

  /**
   * The octets; empty when there was no IKE_INTERMEDIATE.
   *
   * @param authMessageId the message ID of the first IKE_AUTH
   */
  public Bytes octets(int authMessageId) {
    return initiator.isEmpty()
        ? Bytes.EMPTY
        : new ByteWriter().bytes(initiator).bytes(responder).u32(authMessageId).toBytes();
  }
}
