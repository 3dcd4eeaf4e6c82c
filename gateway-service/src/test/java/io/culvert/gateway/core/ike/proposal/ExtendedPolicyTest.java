package io.culvert.gateway.core.ike.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The extended algorithms an operator may allow. */
class ExtendedPolicyTest {
  private static final Transform AES256 = Transform.of(TransformType.ENCR, 12, 256);
  private static final Transform GCM256 = Transform.of(TransformType.ENCR, 20, 256);
  private static final Transform PRF_SHA256 = Transform.of(TransformType.PRF, 5);
  private static final Transform SHA256 = Transform.of(TransformType.INTEG, 12);
  private static final Transform NO_INTEG = Transform.of(TransformType.INTEG, 0);
  private static final Transform MODP_2048 = Transform.of(TransformType.KE, 14);

  private static Proposal ike(int number, Transform... transforms) {
    return new Proposal(number, 1, Bytes.EMPTY, List.of(transforms));
  }

  private static Selection.Chosen<IkeSuite> chosen(Selection<IkeSuite> selection) {
    assertThat(selection).isInstanceOf(Selection.Chosen.class);
    return (Selection.Chosen<IkeSuite>) selection;
  }

  private static Selection.NoProposal<IkeSuite> refused(Selection<IkeSuite> selection) {
    assertThat(selection).isInstanceOf(Selection.NoProposal.class);
    return (Selection.NoProposal<IkeSuite>) selection;
  }

  @Test
  void extendedPolicyPutsModernAlgorithmsInFrontOfTheStandardOnes() {
    IkePolicy policy = IkePolicy.extended();
    assertThat(policy.encryptions())
        .extracting(e -> e.id() + "-" + e.keyBits())
        .containsExactly(
            "AES_GCM_16-256",
            "AES_GCM_16-192",
            "AES_GCM_16-128",
            "AES_CBC-256",
            "AES_CBC-192",
            "AES_CBC-128");
    assertThat(policy.integrities()).isEqualTo(IkePolicy.standard().integrities());
    assertThat(policy.prfs()).isEqualTo(IkePolicy.standard().prfs());
    assertThat(policy.groups())
        .extracting(KeMethod::value)
        .containsExactly(31, 19, 20, 14, 15, 16, 18);
  }

  @Test
  void extendedOfferKeepsAeadAndIntegrityInProposalsOfTheirOwn() {
    SaPayload offer = IkePolicy.extended().offer(Bytes.EMPTY);
    assertThat(offer.proposals()).extracting(Proposal::number).containsExactly(1, 2);
    Proposal aead = offer.proposals().getFirst();
    assertThat(aead.ofType(TransformType.ENCR)).extracting(Transform::id).containsOnly(20);
    assertThat(aead.ofType(TransformType.INTEG)).isEmpty();
    Proposal classic = offer.proposals().getLast();
    assertThat(classic.ofType(TransformType.ENCR)).extracting(Transform::id).containsOnly(12);
    assertThat(classic.ofType(TransformType.INTEG)).hasSize(4);
    assertThat(chosen(extended(31, aead, classic)).suite().ke()).isEqualTo(KeMethod.CURVE25519);
  }

  @Test
  void extendedPolicyTakesAnAeadWithPrfAloneOrIntegrityNone() {
    Transform x25519 = Transform.of(TransformType.KE, 31);
    var alone = chosen(extended(31, ike(1, GCM256, PRF_SHA256, x25519)));
    assertThat(alone.suite())
        .isEqualTo(
            new IkeSuite(
                new EncryptionAlgorithm(EncrId.AES_GCM_16, 256),
                Optional.empty(),
                PrfId.HMAC_SHA2_256,
                KeMethod.CURVE25519));
    assertThat(alone.answer().transforms()).containsExactly(GCM256, PRF_SHA256, x25519);
    // RFC 5282 §8
    chosen(extended(31, ike(1, GCM256, PRF_SHA256, NO_INTEG, x25519)));
    refused(extended(31, ike(1, GCM256, PRF_SHA256, SHA256, x25519)));
    refused(extended(31, ike(1, GCM256, x25519)));
    refused(extended(31, ike(1, AES256, PRF_SHA256, x25519)));
    refused(extended(31, ike(1, Transform.of(TransformType.ENCR, 20), PRF_SHA256, x25519)));
    chosen(extended(31, ike(1, AES256, PRF_SHA256, SHA256, x25519)));
  }

  private static Selection<IkeSuite> extended(int keSent, Proposal... proposals) {
    return ProposalSelector.selectIke(
        new SaPayload(List.of(proposals)),
        IkePolicy.extended(),
        OptionalInt.of(keSent),
        Bytes.EMPTY);
  }

  @Test
  void refusalOfTheExtendedPolicyNamesEachAlgorithmOnce() {
    String allowed = refused(extended(14, ike(1, PRF_SHA256, MODP_2048))).allowed();
    assertThat(allowed).contains("ENCR-AES_GCM_16-128").contains("ENCR-AES_CBC-128");
    assertThat(allowed.split("KE-MODP_8192", -1)).hasSize(2);
  }

  @Test
  void badInput5PolicyThatPromisesWhatCannotBeComputedCannotBeMade() {
    IkePolicy all = IkePolicy.standard();
    assertThatThrownBy(() -> policyWith(all.integrities(), all.prfs(), KeMethod.ECP_521))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> policyWith(List.of(IntegId.AES_CMAC_96), all.prfs(), KeMethod.MODP_2048))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> policyWith(all.integrities(), List.of(PrfId.HMAC_MD5), KeMethod.MODP_2048))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static IkePolicy policyWith(List<IntegId> integrities, List<PrfId> prfs, KeMethod group) {
    return new IkePolicy(IkePolicy.standard().encryptions(), integrities, prfs, List.of(group));
  }
}
