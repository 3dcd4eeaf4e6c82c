package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;

/**
 * The algorithms allowed for an IKE SA (phase 1), best first.
 *
 * @param encryptions either all AEAD or none
 * @param integrities empty exactly when the encryptions are AEAD
 * @param prfs at least one
 * @param groups at least one
 */
public record IkePolicy(
    List<EncryptionAlgorithm> encryptions,
    List<IntegId> integrities,
    List<PrfId> prfs,
    List<KeMethod> groups) {
  public IkePolicy {
    encryptions = List.copyOf(encryptions);
    integrities = List.copyOf(integrities);
    prfs = List.copyOf(prfs);
    groups = List.copyOf(groups);
    boolean aead = integrities.isEmpty();
    if (encryptions.isEmpty() || prfs.isEmpty() || groups.isEmpty()) {
      throw new IllegalArgumentException("a policy needs an algorithm of each kind");
    }
    if (encryptions.stream().anyMatch(e -> e.aead() != aead)) {
      throw new IllegalArgumentException("an AEAD goes without integrity, and only an AEAD does");
    }
  }

  /** AES-CBC 128/192/256; HMAC SHA-1 and SHA-2 for integrity and PRF; MODP 14, 15, 16, 18. */
  public static IkePolicy standard() {
    return new IkePolicy(
        List.of(
            new EncryptionAlgorithm(EncrId.AES_CBC, 256),
            new EncryptionAlgorithm(EncrId.AES_CBC, 192),
            new EncryptionAlgorithm(EncrId.AES_CBC, 128)),
        EspPolicy.HMACS,
        List.of(PrfId.HMAC_SHA2_256, PrfId.HMAC_SHA2_384, PrfId.HMAC_SHA2_512, PrfId.HMAC_SHA1),
        EspPolicy.GROUPS);
  }

  /** The same, with this group as the best, when it is one of those allowed. */
  public IkePolicy preferring(KeMethod group) {
    return new IkePolicy(encryptions, integrities, prfs, Slots.first(groups, group));
  }

  /**
   * An offer of all of it as one proposal.
   *
   * @param spi empty in IKE_SA_INIT; our new SPI, 8 octets, when an IKE SA is rekeyed
   */
  public SaPayload offer(Bytes spi) {
    return new SaPayload(
        List.of(new Proposal(1, ProtocolId.IKE.value(), spi, Slots.offered(slots()))));
  }

  List<Slot> slots() {
    return List.of(
        new Slot(TransformType.ENCR, encryptions.stream().map(Slots::encryption).toList(), false),
        new Slot(TransformType.PRF, prfs.stream().map(Slots::prf).toList(), false),
        Slots.integrity(integrities),
        new Slot(TransformType.KE, groups.stream().map(Slots::group).toList(), false));
  }
}
