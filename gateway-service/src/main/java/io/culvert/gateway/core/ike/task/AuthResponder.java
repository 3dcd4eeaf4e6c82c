package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.auth.PskAuth;
import io.culvert.gateway.core.ike.auth.PskAuth.SignedOctets;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers IKE_AUTH (RFC 7296 §1.2), once the policy of the claimed identity is known.
 *
 * <pre>
 *   HDR, SK {IDi, [IDr,] AUTH, SAi2, TSi, TSr}  ─►
 *                                               ◄─  HDR, SK {IDr, AUTH, SAr2, TSi, TSr}
 *                                            or ◄─  HDR, SK {IDr, AUTH, N(child refused)}
 *                                            or ◄─  HDR, SK {IDr, AUTH}, where no child was asked for
 *                                            or ◄─  HDR, SK {N(AUTHENTICATION_FAILED)}
 * </pre>
 */
public final class AuthResponder {
  /** What a tunnel has during a rotation; so many keys are tried on every peer. */
  private static final int KEYS_TRIED = 2;

  private static final int KEY_OF_NOBODY = 32;

  private final AuthContext auth;
  private final boolean ppkAgreed;
  private final ChildContext child;
  private final List<Identity> ourIdentities;
  private final InetAddress ourAddress;

  /**
   * For one IKE SA.
   *
   * @param ppkAgreed both ends said USE_PPK in IKE_SA_INIT
   * @param ourIdentities what we may be called, our own choice first
   * @param ourAddress what we are called where there is none
   */
  public AuthResponder(
      AuthContext auth,
      boolean ppkAgreed,
      ChildContext child,
      List<Identity> ourIdentities,
      InetAddress ourAddress) {
    this.auth = auth;
    this.ppkAgreed = ppkAgreed;
    this.child = child;
    this.ourIdentities = ourIdentities;
    this.ourAddress = ourAddress;
  }

  /**
   * The peer is who it claims to be.
   *
   * @param slot which key it holds
   * @param mixed the IKE SA's keys from now on, when a post-quantum key is mixed in
   * @param child empty where it asked for none (RFC 6023 §3)
   * @param payloads the answer
   */
  public record Authenticated(
      String slot,
      Optional<IkeKeys> mixed,
      Optional<ChildResponder.Answer> child,
      List<Payload> payloads) {}

  /** What a peer has to prove, and with which keys. */
  private record Challenge(AuthContext auth, Optional<AuthPayload> proof, Optional<IkeKeys> mixed) {
    static Challenge mixed(AuthContext auth, Optional<AuthPayload> proof) {
      return new Challenge(auth, proof, Optional.of(auth.keys()));
    }
  }

  /** What everybody gets who is not let in, whatever the reason. */
  public static List<Payload> refusal() {
    return List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
  }

  /** Answers a peer that may have this tunnel; empty when it does not hold one of its keys. */
  public Optional<Authenticated> answer(
      AuthRequest request, TunnelPolicy policy, ChildTerms terms) {
    if (!suits(request, policy.ppks())) {
      return Optional.empty();
    }
    Challenge challenge = challenge(request, policy.ppks());
    Optional<AcceptedPsk> matched = match(request, challenge, policy.psks());
    if (matched.isEmpty()) {
      challenge.mixed().ifPresent(IkeKeys::eraseMixed);
    }
    return matched.map(psk -> authenticated(request, challenge, psk, terms));
  }

  /**
   * Whether the peer names a post-quantum key of the tunnel, or neither has one. A tunnel that has
   * none also suits a peer that would do without its own.
   */
  public boolean suits(AuthRequest request, List<Ppk> ppks) {
    Optional<NotifyPayload> named = named(request);
    return ppks.isEmpty()
        ? named.isEmpty() || request.authWithoutPpk().isPresent()
        : named.filter(n -> ppks.stream().anyMatch(ppk -> ppk.isNamedBy(n))).isPresent();
  }

  /** Names count only where both ends said USE_PPK (RFC 8784 §3). */
  private Optional<NotifyPayload> named(AuthRequest request) {
    return ppkAgreed ? request.namedPpk() : Optional.empty();
  }

  private Challenge challenge(AuthRequest request, List<Ppk> ppks) {
    Optional<NotifyPayload> named = named(request);
    return named
        .flatMap(n -> ppks.stream().filter(ppk -> ppk.isNamedBy(n)).findFirst())
        .map(ppk -> Challenge.mixed(auth.mixedWith(ppk), request.auth()))
        .orElseGet(() -> unmixed(request, named.isPresent()));
  }

  private Challenge unmixed(AuthRequest request, boolean named) {
    if (named) {
      // In the time it would have taken with a key of that name.
      auth.mixedWith(new Ppk(Bytes.EMPTY, nobody())).keys().eraseMixed();
    }
    Optional<AuthPayload> proof = named ? request.authWithoutPpk() : request.auth();
    return new Challenge(auth, proof, Optional.empty());
  }

  /** A key whose proofs are computed and never looked at. */
  private static Secret nobody() {
    return Secret.copyOf(new byte[KEY_OF_NOBODY]);
  }

  /**
   * Spends on a peer that is refused what a wrong key would have cost, so that the time taken does
   * not tell whether the identity exists.
   */
  public void refuse(AuthRequest request) {
    match(request, challenge(request, List.of()), List.of());
  }

  private static Optional<AcceptedPsk> match(
      AuthRequest request, Challenge challenge, List<AcceptedPsk> psks) {
    AuthPayload proof =
        challenge
            .proof()
            .orElseGet(() -> new AuthPayload(AuthMethod.SHARED_KEY.value(), Bytes.EMPTY));
    SignedOctets signed = challenge.auth().byInitiator(request.id());
    Optional<AcceptedPsk> matched = Optional.empty();
    for (AcceptedPsk psk : psks) {
      boolean good = PskAuth.verify(challenge.auth().prf(), psk.secret(), signed, proof);
      if (good && matched.isEmpty()) {
        matched = Optional.of(psk);
      }
    }
    for (int tried = psks.size(); tried < KEYS_TRIED; tried++) {
      PskAuth.verify(challenge.auth().prf(), nobody(), signed, proof);
    }
    return matched;
  }

  private Authenticated authenticated(
      AuthRequest request, Challenge challenge, AcceptedPsk psk, ChildTerms terms) {
    AuthContext proven = challenge.auth();
    IdPayload id = ourIdentity(request).payload(false);
    List<Payload> payloads = new ArrayList<>();
    payloads.add(id);
    payloads.add(PskAuth.compute(proven.prf(), psk.secret(), proven.byResponder(id)));
    if (challenge.mixed().isPresent()) {
      // RFC 8784 §3: without data, it says that the key is in use
      payloads.add(NotifyPayload.of(NotifyType.PPK_IDENTITY));
    }
    Optional<ChildResponder.Answer> answer = child(request, proven, terms);
    answer.ifPresent(
        made -> {
          switch (made) {
            case ChildResponder.Answer.Agreed agreed -> payloads.addAll(agreed.payloads());
            // RFC 7296 §1.2: the IKE SA is made even when the child SA is not
            case ChildResponder.Answer.Refused refused -> payloads.add(refused.notification());
          }
        });
    return new Authenticated(psk.slot(), challenge.mixed(), answer, payloads);
  }

  private Optional<ChildResponder.Answer> child(
      AuthRequest request, AuthContext proven, ChildTerms terms) {
    return request.childless()
        ? Optional.empty()
        : Optional.of(
            new ChildResponder(child.with(proven.keys().d()))
                .inAuth(request.payloads(), terms, auth.nonceI(), auth.nonceR()));
  }

  /** The identity asked for when it is ours, else our own choice. */
  private Identity ourIdentity(AuthRequest request) {
    Identity address = Identity.of(ourAddress);
    return request
        .wantedIdentity()
        .filter(wanted -> ourIdentities.contains(wanted) || wanted.equals(address))
        .orElseGet(() -> ourIdentities.isEmpty() ? address : ourIdentities.getFirst());
  }
}
