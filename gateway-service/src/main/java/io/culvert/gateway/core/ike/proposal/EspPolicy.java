package io.culvert.gateway.core.ike.proposal;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The algorithms allowed for a child SA (phase 2), best first. Extended sequence numbers are not.
 *
 * @param encryption the tunnel's one cipher
 * @param integrities empty exactly when the encryption is an AEAD
 * @param groups for perfect forward secrecy, which the peer may leave out; empty where no key
 *     exchange can be: in IKE_AUTH
 */
public record EspPolicy(
    EncryptionAlgorithm encryption, List<IntegId> integrities, List<KeMethod> groups) {
  static final List<IntegId> HMACS =
      List.of(
          IntegId.HMAC_SHA2_256_128,
          IntegId.HMAC_SHA2_384_192,
          IntegId.HMAC_SHA2_512_256,
          IntegId.HMAC_SHA1_96);
  static final List<KeMethod> GROUPS =
      List.of(KeMethod.MODP_2048, KeMethod.MODP_3072, KeMethod.MODP_4096, KeMethod.MODP_8192);

  public EspPolicy {
    integrities = List.copyOf(integrities);
    groups = List.copyOf(groups);
    if (encryption.aead() != integrities.isEmpty()) {
      throw new IllegalArgumentException("an AEAD goes without integrity, and only an AEAD does");
    }
  }

  /** That cipher; with CBC and NULL any of the four HMACs; groups 14, 15, 16 and 18. */
  public static EspPolicy of(EncryptionCipher cipher) {
    EncryptionAlgorithm encryption =
        switch (cipher) {
          case AES128_CBC -> new EncryptionAlgorithm(EncrId.AES_CBC, 128);
          case AES256_CBC -> new EncryptionAlgorithm(EncrId.AES_CBC, 256);
          case AES128_GCM -> new EncryptionAlgorithm(EncrId.AES_GCM_16, 128);
          case AES192_GCM -> new EncryptionAlgorithm(EncrId.AES_GCM_16, 192);
          case AES256_GCM -> new EncryptionAlgorithm(EncrId.AES_GCM_16, 256);
          case NULL -> new EncryptionAlgorithm(EncrId.NULL, 0);
        };
    return new EspPolicy(encryption, encryption.aead() ? List.of() : HMACS, GROUPS);
  }

  /** The same with these groups. */
  public EspPolicy withGroups(List<KeMethod> others) {
    return new EspPolicy(encryption, integrities, others);
  }

  /** The same without groups: for IKE_AUTH, which has no KE payload (RFC 7296 §1.2). */
  public EspPolicy withoutPfs() {
    return withGroups(List.of());
  }

  /**
   * An offer as one proposal.
   *
   * @param spi our inbound SPI, 4 octets
   * @param pfs the group of our KE payload, offered before the others: a peer that insists on
   *     another names it (RFC 7296 §1.3); empty to offer none
   */
  public SaPayload offer(Bytes spi, Optional<KeMethod> pfs) {
    List<Transform> transforms = new ArrayList<>(Slots.offered(withoutPfs().slots()));
    pfs.ifPresent(first -> transforms.addAll(exchanges(first)));
    return new SaPayload(List.of(new Proposal(1, ProtocolId.ESP.value(), spi, transforms)));
  }

  private List<Transform> exchanges(KeMethod first) {
    List<KeMethod> offered = groups.contains(first) ? Slots.first(groups, first) : List.of(first);
    return offered.stream().map(Slots::group).toList();
  }

  List<Slot> slots() {
    List<Transform> exchanges = new ArrayList<>(groups.stream().map(Slots::group).toList());
    exchanges.add(Slots.NO_GROUP);
    return List.of(
        new Slot(TransformType.ENCR, List.of(Slots.encryption(encryption)), false),
        Slots.integrity(integrities),
        // ESN is mandatory in a proposal of ESP (RFC 7296 §3.3.3).
        new Slot(TransformType.ESN, List.of(Slots.NO_ESN), false),
        new Slot(TransformType.KE, exchanges, true));
  }
}
