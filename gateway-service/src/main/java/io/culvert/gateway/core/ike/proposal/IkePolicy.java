package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.Integrity;
import io.culvert.gateway.core.ike.crypto.KeyEncapsulation;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The algorithms allowed for an IKE SA (phase 1), best first.
 *
 * @param encryptions at least one; AEADs and others never stand in one proposal (RFC 7296 §3.3)
 * @param integrities for those that are no AEAD; empty exactly when all are
 * @param prfs at least one
 * @param groups at least one; also those of perfect forward secrecy
 * @param additional the first additional key exchange of IKE_INTERMEDIATE (RFC 9370 §2.2.1); NONE
 *     among them when it may be left out; empty where a proposal must not speak of any
 */
public record IkePolicy(
    List<EncryptionAlgorithm> encryptions,
    List<IntegId> integrities,
    List<PrfId> prfs,
    List<KeMethod> groups,
    List<KeMethod> additional) {
  public IkePolicy {
    encryptions = List.copyOf(encryptions);
    integrities = List.copyOf(integrities);
    prfs = List.copyOf(prfs);
    groups = List.copyOf(groups);
    additional = List.copyOf(additional);
    if (encryptions.isEmpty() || prfs.isEmpty() || groups.isEmpty()) {
      throw new IllegalArgumentException("a policy needs an algorithm of each kind");
    }
    if (encryptions.stream().allMatch(EncryptionAlgorithm::aead) != integrities.isEmpty()) {
      throw new IllegalArgumentException("an AEAD goes without integrity, and only an AEAD does");
    }
    if (!Integrity.SUPPORTED.containsAll(integrities)
        || !Prf.SUPPORTED.containsAll(prfs)
        || !KeyExchange.SUPPORTED.containsAll(groups)
        || !additional.stream().allMatch(IkePolicy::isAdditional)) {
      throw new IllegalArgumentException("a policy must not promise what cannot be computed");
    }
  }

  private static boolean isAdditional(KeMethod method) {
    return method == KeMethod.NONE || KeyEncapsulation.SUPPORTED.contains(method);
  }

  /** A policy without additional key exchanges. */
  public IkePolicy(
      List<EncryptionAlgorithm> encryptions,
      List<IntegId> integrities,
      List<PrfId> prfs,
      List<KeMethod> groups) {
    this(encryptions, integrities, prfs, groups, List.of());
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

  /** In front of all that: AES-GCM 128/192/256 with a 16-octet ICV, Curve25519, ECP 256 and 384. */
  public static IkePolicy extended() {
    IkePolicy standard = standard();
    List<EncryptionAlgorithm> encryptions =
        new ArrayList<>(
            List.of(
                new EncryptionAlgorithm(EncrId.AES_GCM_16, 256),
                new EncryptionAlgorithm(EncrId.AES_GCM_16, 192),
                new EncryptionAlgorithm(EncrId.AES_GCM_16, 128)));
    encryptions.addAll(standard.encryptions);
    List<KeMethod> groups =
        new ArrayList<>(List.of(KeMethod.CURVE25519, KeMethod.ECP_256, KeMethod.ECP_384));
    groups.addAll(standard.groups);
    return new IkePolicy(encryptions, standard.integrities, standard.prfs, groups);
  }

  /** All that, and ML-KEM-768 behind the first key exchange where the peer offers it. */
  public static IkePolicy postQuantum() {
    return extended().withAdditional(List.of(KeMethod.ML_KEM_768, KeMethod.NONE));
  }

  /** The same, with this group as the best, when it is one of those allowed. */
  public IkePolicy preferring(KeMethod group) {
    return new IkePolicy(encryptions, integrities, prfs, Slots.first(groups, group), additional);
  }

  /** The same with these additional key exchanges. */
  public IkePolicy withAdditional(List<KeMethod> others) {
    return new IkePolicy(encryptions, integrities, prfs, groups, others);
  }

  /** The same where no additional key exchange can follow: they are understood, and declined. */
  public IkePolicy decliningAdditional() {
    return additional.isEmpty() ? this : withAdditional(List.of(KeMethod.NONE));
  }

  /** Whether there may be an additional key exchange. */
  public boolean hasAdditional() {
    return additional.stream().anyMatch(KeyEncapsulation.SUPPORTED::contains);
  }

  /**
   * An offer of all of it, the AEADs in a proposal of their own.
   *
   * @param spi empty in IKE_SA_INIT; our new SPI, 8 octets, when an IKE SA is rekeyed
   */
  public SaPayload offer(Bytes spi) {
    List<Proposal> proposals = new ArrayList<>();
    for (List<Slot> slots : offered()) {
      int number = proposals.size() + 1;
      proposals.add(new Proposal(number, ProtocolId.IKE.value(), spi, Slots.offered(slots)));
    }
    return new SaPayload(proposals);
  }

  /**
   * Each variant with an additional key exchange, and without: a peer that does not know of these
   * refuses the proposals that have one (RFC 9370 §2.2.1).
   */
  private List<List<Slot>> offered() {
    List<KeMethod> methods = additional.stream().filter(m -> m != KeMethod.NONE).toList();
    List<List<Slot>> all = new ArrayList<>();
    if (!methods.isEmpty()) {
      all.addAll(withAdditional(methods).variants());
    }
    if (methods.isEmpty() || additional.contains(KeMethod.NONE)) {
      all.addAll(withAdditional(List.of()).variants());
    }
    return all;
  }

  /** What a proposal may hold: with an AEAD, and without. */
  List<List<Slot>> variants() {
    Map<Boolean, List<EncryptionAlgorithm>> byAead =
        encryptions.stream().collect(Collectors.partitioningBy(EncryptionAlgorithm::aead));
    return Stream.of(
            slots(byAead.getOrDefault(true, List.of()), List.of()),
            slots(byAead.getOrDefault(false, List.of()), integrities))
        .filter(slots -> !slots.getFirst().allowed().isEmpty())
        .toList();
  }

  private List<Slot> slots(List<EncryptionAlgorithm> ciphers, List<IntegId> hmacs) {
    List<Slot> slots =
        new ArrayList<>(
            List.of(
                new Slot(
                    TransformType.ENCR, ciphers.stream().map(Slots::encryption).toList(), false),
                new Slot(TransformType.PRF, prfs.stream().map(Slots::prf).toList(), false),
                Slots.integrity(hmacs),
                new Slot(TransformType.KE, groups.stream().map(Slots::group).toList(), false)));
    if (!additional.isEmpty()) {
      slots.addAll(Slots.additional(additional));
    }
    return slots;
  }
}
