package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The seven secrets of an IKE SA (RFC 7296 §2.14). {@code i} is the initiator of this IKE SA, which
 * after a rekeying is whoever asked for it.
 *
 * @param d SK_d, from which child SAs and rekeyed IKE SAs take their keys
 * @param ai SK_ai, integrity from the initiator; empty with an AEAD
 * @param ar SK_ar, integrity from the responder; empty with an AEAD
 * @param ei SK_ei, encryption from the initiator; with an AEAD followed by the salt
 * @param er SK_er, encryption from the responder; with an AEAD followed by the salt
 * @param pi SK_pi, for the initiator's AUTH
 * @param pr SK_pr, for the responder's AUTH
 */
public record IkeKeys(Secret d, Secret ai, Secret ar, Secret ei, Secret er, Secret pi, Secret pr) {

  /**
   * What both ends contributed openly.
   *
   * @param nonceI the initiator's nonce
   * @param nonceR the responder's nonce
   * @param spiI the initiator's SPI of the IKE SA that is made
   * @param spiR the responder's SPI of it
   */
  public record Exchange(Bytes nonceI, Bytes nonceR, long spiI, long spiR) {
    byte[] nonces() {
      return ByteBuffer.allocate(nonceI.length() + nonceR.length())
          .put(nonceI.toArray())
          .put(nonceR.toArray())
          .array();
    }

    private byte[] noncesAndSpis() {
      return ByteBuffer.allocate(nonceI.length() + nonceR.length() + 16)
          .put(nonces())
          .putLong(spiI)
          .putLong(spiR)
          .array();
    }
  }

  /**
   * The keys of a first IKE SA: {@code SKEYSEED = prf(Ni | Nr, g^ir)} (RFC 7296 §2.14).
   *
   * @param shared g^ir; the caller erases it
   */
  public static IkeKeys first(IkeSuite suite, Secret shared, Exchange exchange) {
    // The nonces are the key, whole: HMAC takes a key of any length.
    Secret nonces = Secret.adopt(exchange.nonces());
    byte[] generator = shared.toArray();
    Secret seed = Secret.adopt(Prf.of(suite.prf()).compute(nonces, generator));
    Arrays.fill(generator, (byte) 0);
    return split(suite, seed, exchange);
  }

  /**
   * The keys of an IKE SA that replaces another: {@code SKEYSEED = prf(SK_d (old), g^ir (new) | Ni
   * | Nr)} with the PRF of the old one; all that follows with the PRF of the new (RFC 7296 §2.18).
   *
   * @param suite the new SA's algorithms
   * @param old the PRF of the SA that is replaced
   * @param oldD its SK_d; stays usable
   * @param shared the new g^ir; the caller erases it
   */
  public static IkeKeys rekeyed(
      IkeSuite suite, Prf old, Secret oldD, Secret shared, Exchange exchange) {
    byte[] generator = shared.toArray();
    Secret seed = Secret.adopt(old.compute(oldD, generator, exchange.nonces()));
    Arrays.fill(generator, (byte) 0);
    return split(suite, seed, exchange);
  }

  private static IkeKeys split(IkeSuite suite, Secret seed, Exchange exchange) {
    Prf prf = Prf.of(suite.prf());
    int integrity = suite.integrity().map(id -> Integrity.of(id).keyLength()).orElse(0);
    int encryption = suite.encryption().keyMaterialLength();
    // {SK_d | SK_ai | SK_ar | SK_ei | SK_er | SK_pi | SK_pr} = prf+(SKEYSEED, Ni | Nr | SPIi |
    // SPIr)
    int[] lengths = {
      prf.length(), integrity, integrity, encryption, encryption, prf.length(), prf.length()
    };
    Secret stream = prf.expand(seed, exchange.noncesAndSpis(), Arrays.stream(lengths).sum());
    seed.erase();
    Secret[] keys = stream.cut(lengths);
    return new IkeKeys(keys[0], keys[1], keys[2], keys[3], keys[4], keys[5], keys[6]);
  }

  /**
   * The same with a post-quantum pre-shared key in them: {@code SK_x = prf+(PPK, SK_x')} for SK_d,
   * SK_pi and SK_pr (RFC 8784 §3). What protects messages stays.
   *
   * @param ppk the key; stays usable
   */
  public IkeKeys mixedWith(Prf prf, Secret ppk) {
    return new IkeKeys(mix(prf, ppk, d), ai, ar, ei, er, mix(prf, ppk, pi), mix(prf, ppk, pr));
  }

  private static Secret mix(Prf prf, Secret ppk, Secret key) {
    byte[] octets = key.toArray();
    Secret mixed = prf.expand(ppk, octets, prf.length());
    Arrays.fill(octets, (byte) 0);
    return mixed;
  }

  /** Erases only what {@link #mixedWith} changes. */
  public void eraseMixed() {
    List.of(d, pi, pr).forEach(Secret::erase);
  }

  /**
   * The protection of the messages one end sends: give the same end's to the other for opening. One
   * object per end and IKE SA, since it counts the IVs of an AEAD.
   *
   * @param byInitiator whether the initiator of this IKE SA sends them
   */
  public SkProtection protection(IkeSuite suite, boolean byInitiator, Randomness randomness) {
    return SkProtection.of(suite, byInitiator ? ei : er, byInitiator ? ai : ar, randomness);
  }

  /** Erases all seven; protections made of them are unusable from then on. */
  public void erase() {
    List.of(d, ai, ar, ei, er, pi, pr).forEach(Secret::erase);
  }
}
