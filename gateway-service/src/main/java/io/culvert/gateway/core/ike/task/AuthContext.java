package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.PskAuth.SignedOctets;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.wire.Bytes;

/**
 * What IKE_AUTH signs and verifies (RFC 7296 §2.15).
 *
 * @param prf the IKE SA's PRF
 * @param keys the IKE SA's keys
 * @param request the IKE_SA_INIT request, octet by octet
 * @param response its response
 * @param nonceI the initiator's nonce
 * @param nonceR the responder's nonce
 * @param intAuth what IKE_INTERMEDIATE adds (RFC 9242 §3.3.1)
 */
public record AuthContext(
    Prf prf,
    IkeKeys keys,
    Bytes request,
    Bytes response,
    Bytes nonceI,
    Bytes nonceR,
    Bytes intAuth) {
  /** The same with a post-quantum pre-shared key in the keys (RFC 8784 §3). */
  AuthContext mixedWith(Ppk ppk) {
    return new AuthContext(
        prf, keys.mixedWith(prf, ppk.secret()), request, response, nonceI, nonceR, intAuth);
  }

  SignedOctets byInitiator(IdPayload id) {
    return new SignedOctets(request, nonceR, keys.pi(), id, intAuth);
  }

  SignedOctets byResponder(IdPayload id) {
    return new SignedOctets(response, nonceI, keys.pr(), id, intAuth);
  }
}
