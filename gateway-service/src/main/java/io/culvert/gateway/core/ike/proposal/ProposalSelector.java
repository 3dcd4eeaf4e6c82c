package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Chooses one proposal of an SA payload (RFC 7296 §2.7, §3.3). The proposals are tried in the order
 * of the peer; within one, each transform in the order of our policy. One that allows the group of
 * the KE payload sent goes before one that does not, since that saves a round trip.
 */
public final class ProposalSelector {
  /** The ciphers that authenticate by themselves, whether we can compute them or not. */
  private static final Set<EncrId> COMBINED =
      Set.of(
          EncrId.AES_CCM_8,
          EncrId.AES_CCM_12,
          EncrId.AES_CCM_16,
          EncrId.AES_GCM_8,
          EncrId.AES_GCM_12,
          EncrId.AES_GCM_16,
          EncrId.NULL_AUTH_AES_GMAC,
          EncrId.CAMELLIA_CCM_8,
          EncrId.CAMELLIA_CCM_12,
          EncrId.CAMELLIA_CCM_16,
          EncrId.CHACHA20_POLY1305);

  private ProposalSelector() {}

  /**
   * Chooses for an IKE SA.
   *
   * @param keSent the group of the KE payload that came with the offer
   * @param ourSpi empty in IKE_SA_INIT; our new SPI, 8 octets, when an IKE SA is rekeyed
   */
  public static Selection<IkeSuite> selectIke(
      SaPayload offer, IkePolicy policy, OptionalInt keSent, Bytes ourSpi) {
    List<Terms> terms = Terms.of(ProtocolId.IKE, policy.variants(), ourSpi);
    return select(offer, terms, keSent, ProposalSelector::ikeSuite);
  }

  /**
   * Chooses for a child SA.
   *
   * @param keSent the group of the KE payload that came with the offer, if one came
   * @param ourSpi our inbound SPI, 4 octets
   */
  public static Selection<EspSuite> selectEsp(
      SaPayload offer, EspPolicy policy, OptionalInt keSent, Bytes ourSpi) {
    List<Terms> terms = Terms.of(ProtocolId.ESP, List.of(policy.slots()), ourSpi);
    return select(offer, terms, keSent, ProposalSelector::espSuite);
  }

  /**
   * Chooses for the child SA of IKE_AUTH. Groups have no place there (RFC 7296 §1.2), but some
   * devices offer the one of their PFS all the same: it is overlooked, as no KE could come with it.
   *
   * @param ourSpi our inbound SPI, 4 octets
   */
  public static Selection<EspSuite> selectEspInAuth(
      SaPayload offer, EspPolicy policy, Bytes ourSpi) {
    SaPayload groupless =
        new SaPayload(offer.proposals().stream().map(ProposalSelector::withoutGroups).toList());
    return selectEsp(groupless, policy.withoutPfs(), OptionalInt.empty(), ourSpi);
  }

  private static Proposal withoutGroups(Proposal proposal) {
    return new Proposal(
        proposal.number(),
        proposal.protocol(),
        proposal.spi(),
        proposal.transforms().stream()
            .filter(t -> t.type() != TransformType.KE.value() || t.equals(Slots.NO_GROUP))
            .toList());
  }

  /**
   * Checks the answer to {@link IkePolicy#offer}.
   *
   * @param sent the group of our KE payload; the answer must have it
   * @param ourSpi the one of our offer
   */
  public static Selection<IkeSuite> acceptIke(
      SaPayload answer, IkePolicy policy, KeMethod sent, Bytes ourSpi) {
    List<Terms> terms = Terms.of(ProtocolId.IKE, policy.variants(), ourSpi);
    return accept(answer, terms, ProposalSelector::ikeSuite, suite -> suite.ke() == sent);
  }

  /**
   * Checks the answer to {@link EspPolicy#offer}.
   *
   * @param pfs the group of our offer; the answer must have the same
   * @param ourSpi the one of our offer
   */
  public static Selection<EspSuite> acceptEsp(
      SaPayload answer, EspPolicy policy, Optional<KeMethod> pfs, Bytes ourSpi) {
    List<Terms> terms = Terms.of(ProtocolId.ESP, List.of(policy.slots()), ourSpi);
    return accept(answer, terms, ProposalSelector::espSuite, suite -> suite.pfs().equals(pfs));
  }

  /** What a proposal must meet. */
  private record Terms(ProtocolId protocol, List<Slot> slots, Bytes ourSpi) {
    static List<Terms> of(ProtocolId protocol, List<List<Slot>> variants, Bytes ourSpi) {
      return variants.stream().map(slots -> new Terms(protocol, slots, ourSpi)).toList();
    }

    /** The same, but for the key exchange only this transform. */
    Terms onlyWith(Transform exchange, boolean optional) {
      return new Terms(
          protocol,
          slots.stream()
              .map(
                  slot ->
                      slot.type() == TransformType.KE
                          ? new Slot(
                              TransformType.KE,
                              slot.allowed().stream().filter(exchange::equals).toList(),
                              optional && slot.optional())
                          : slot)
              .toList(),
          ourSpi);
    }

    boolean meets(Proposal proposal) {
      return proposal.protocol() == protocol.value()
          && validSpi(proposal.spi())
          && proposal.transforms().stream().allMatch(this::understands)
          && !mixesAeadWithIntegrity(proposal)
          && slots.stream().allMatch(slot -> slot.fits(proposal));
    }

    private boolean validSpi(Bytes spi) {
      // SPIs up to 255 are reserved (RFC 4303 §2.1); an IKE SPI is not zero (RFC 7296 §3.1).
      byte[] octets = spi.toArray();
      int highest = protocol == ProtocolId.ESP ? octets.length - 1 : octets.length;
      boolean zero = true;
      for (int i = 0; i < highest; i++) {
        zero &= octets[i] == 0;
      }
      return octets.length == ourSpi.length() && (octets.length == 0 || !zero);
    }

    /** A type that is unknown, or has no place here, spoils the proposal (RFC 7296 §3.3.6). */
    private boolean understands(Transform transform) {
      return slots.stream().anyMatch(slot -> slot.type().value() == transform.type());
    }
  }

  private static <S> Selection<S> select(
      SaPayload offer,
      List<Terms> terms,
      OptionalInt keSent,
      Function<Map<TransformType, Transform>, S> suite) {
    Transform preferred = Transform.of(TransformType.KE, keSent.orElse(0));
    List<Terms> strict = terms.stream().map(t -> t.onlyWith(preferred, keSent.isEmpty())).toList();
    for (List<Terms> round : List.of(strict, terms)) {
      for (Proposal proposal : offer.proposals()) {
        Optional<Terms> met = meeting(round, proposal);
        if (met.isPresent()) {
          return choose(proposal, met.get(), suite);
        }
      }
    }
    return none(offer, terms);
  }

  private static Optional<Terms> meeting(List<Terms> terms, Proposal proposal) {
    return terms.stream().filter(t -> t.meets(proposal)).findFirst();
  }

  private static <S> Selection<S> accept(
      SaPayload answer,
      List<Terms> terms,
      Function<Map<TransformType, Transform>, S> suite,
      Predicate<S> asked) {
    // One proposal, and one transform of each type in it (RFC 7296 §2.7).
    if (answer.proposals().size() == 1) {
      Proposal proposal = answer.proposals().getFirst();
      long types = proposal.transforms().stream().mapToInt(Transform::type).distinct().count();
      Optional<Terms> met = meeting(terms, proposal);
      if (types == proposal.transforms().size() && met.isPresent()) {
        Selection.Chosen<S> chosen = choose(proposal, met.get(), suite);
        if (asked.test(chosen.suite())) {
          return chosen;
        }
      }
    }
    return none(answer, terms);
  }

  private static <S> Selection<S> none(SaPayload offer, List<Terms> terms) {
    return new Selection.NoProposal<>(
        ProposalText.offered(offer),
        ProposalText.allowed(
            terms.getFirst().protocol(), terms.stream().flatMap(t -> t.slots().stream()).toList()));
  }

  private static <S> Selection.Chosen<S> choose(
      Proposal proposal, Terms terms, Function<Map<TransformType, Transform>, S> suite) {
    Map<TransformType, Transform> picked = new TreeMap<>();
    for (Slot slot : terms.slots()) {
      slot.pick(proposal).ifPresent(transform -> picked.put(slot.type(), transform));
    }
    Proposal answer =
        new Proposal(
            proposal.number(), proposal.protocol(), terms.ourSpi(), List.copyOf(picked.values()));
    return new Selection.Chosen<>(suite.apply(picked), proposal.spi(), answer);
  }

  /** RFC 7296 §3.3: with a combined-mode cipher no integrity, or the single one NONE. */
  private static boolean mixesAeadWithIntegrity(Proposal proposal) {
    return proposal.transforms().stream().anyMatch(ProposalSelector::aead)
        && proposal.transforms().stream()
            .anyMatch(t -> t.type() == TransformType.INTEG.value() && t.id() != 0);
  }

  private static boolean aead(Transform transform) {
    return transform.type() == TransformType.ENCR.value()
        && EncrId.of(transform.id()).map(COMBINED::contains).orElse(false);
  }

  private static IkeSuite ikeSuite(Map<TransformType, Transform> picked) {
    return new IkeSuite(
        encryption(picked),
        integrity(picked),
        PrfId.of(id(picked, TransformType.PRF)).orElseThrow(),
        group(picked, TransformType.KE).orElseThrow(),
        group(picked, TransformType.ADDKE1));
  }

  private static EspSuite espSuite(Map<TransformType, Transform> picked) {
    return new EspSuite(encryption(picked), integrity(picked), group(picked, TransformType.KE));
  }

  private static EncryptionAlgorithm encryption(Map<TransformType, Transform> picked) {
    Transform transform = picked.get(TransformType.ENCR);
    if (transform == null) {
      throw new IllegalStateException("no encryption chosen");
    }
    return new EncryptionAlgorithm(
        EncrId.of(transform.id()).orElseThrow(), transform.keyLength().orElse(0));
  }

  private static Optional<IntegId> integrity(Map<TransformType, Transform> picked) {
    int id = id(picked, TransformType.INTEG);
    return id == 0 ? Optional.empty() : IntegId.of(id);
  }

  private static Optional<KeMethod> group(
      Map<TransformType, Transform> picked, TransformType type) {
    int id = id(picked, type);
    return id == 0 ? Optional.empty() : KeMethod.of(id);
  }

  private static int id(Map<TransformType, Transform> picked, TransformType type) {
    Transform transform = picked.get(type);
    return transform == null ? 0 : transform.id();
  }
}
