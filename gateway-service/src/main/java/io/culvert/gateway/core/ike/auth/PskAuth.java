package io.culvert.gateway.core.ike.auth;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Authentication by a shared key (RFC 7296 §2.15). */
public final class PskAuth {
  private static final byte[] KEY_PAD = "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII);

  private PskAuth() {}

  /**
   * What one end signs.
   *
   * @param message its first message exactly as sent, from the IKE header on, without a non-ESP
   *     marker: of the initiator the last IKE_SA_INIT request, of the responder the answer
   * @param otherNonce nonce data of the other end
   * @param skP SK_pi of the initiator, SK_pr of the responder
   * @param id its ID payload
   * @param intAuth what {@link IntAuth#octets} gives
   */
  public record SignedOctets(
      Bytes message, Bytes otherNonce, Secret skP, IdPayload id, Bytes intAuth) {
    /** Without IKE_INTERMEDIATE. */
    public SignedOctets(Bytes message, Bytes otherNonce, Secret skP, IdPayload id) {
      this(message, otherNonce, skP, id, Bytes.EMPTY);
    }
  }

  /**
   * The AUTH payload: {@code prf(prf(psk, "Key Pad for IKEv2"), message | nonce | prf(SK_p, ID') |
   * IntAuth)}.
   *
   * @param prf the PRF of the IKE SA
   * @param psk the shared key; stays usable
   */
  public static AuthPayload compute(Prf prf, Secret psk, SignedOctets signed) {
    return new AuthPayload(AuthMethod.SHARED_KEY.value(), Bytes.of(value(prf, psk, signed)));
  }

  /**
   * Whether this AUTH payload proves knowledge of the shared key, compared in constant time; one of
   * another method or length does not.
   */
  public static boolean verify(Prf prf, Secret psk, SignedOctets signed, AuthPayload received) {
    byte[] expected = value(prf, psk, signed);
    return received.method() == AuthMethod.SHARED_KEY.value()
        && MessageDigest.isEqual(expected, received.data().toArray());
  }

  private static byte[] value(Prf prf, Secret psk, SignedOctets signed) {
    // ID' is the body of the payload as it is on the wire, with its reserved octets.
    ByteWriter id = new ByteWriter();
    signed.id().encodeBody(id);
    byte[] macedId = prf.compute(signed.skP(), id.toBytes().toArray());
    Secret padded = Secret.copyOf(prf.compute(psk, KEY_PAD));
    byte[] auth =
        prf.compute(
            padded,
            signed.message().toArray(),
            signed.otherNonce().toArray(),
            macedId,
            signed.intAuth().toArray());
    padded.erase();
    return auth;
  }
}
