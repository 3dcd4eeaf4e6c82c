package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.task.AuthContext;
import io.culvert.gateway.core.ike.task.AuthInitiator;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.IntermediateInitiator;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The initiator's way from IKE_SA_INIT to an authenticated peer. */
final class InitiatorStage {
  private final SaContext sa;
  private final OwnRequests own;
  private final InitiatorProfile profile;
  private @Nullable Opening opening;

  /** What the answered IKE_SA_INIT leaves for IKE_AUTH. */
  private record Opening(
      InitOutcome init,
      Bytes request,
      Bytes response,
      boolean childless,
      IntermediateStage intermediate) {}

  InitiatorStage(SaContext sa, OwnRequests own, InitiatorProfile profile) {
    this.sa = sa;
    this.own = own;
    this.profile = profile;
  }

  /** IKE_SA_INIT is answered, in the clear. */
  void init(
      InitInitiator task, PayloadList response, long spiR, Bytes sent, Arrival arrival, long now) {
    switch (task.answered(response, spiR)) {
      case InitInitiator.Result.Again again -> {
        own.startOver();
        own.submitFirst(again.next(), now);
      }
      case InitInitiator.Result.Done done -> {
        own.answered();
        sa.learnRemoteSpi(spiR);
        sa.path(sa.path().with(done.outcome().nat()).floated());
        sa.use(done.outcome().extensions());
        proceed(
            new Opening(
                done.outcome(),
                sent,
                arrival.data(),
                profile.childless() && response.has(NotifyType.CHILDLESS_IKEV2_SUPPORTED),
                new IntermediateStage(sa, done.outcome())),
            now);
      }
      case InitInitiator.Result.Failed failed -> fail(failed.reason(), failed.evidence());
    }
  }

  private void proceed(Opening opened, long now) {
    InitOutcome init = opened.init();
    opening = opened;
    try {
      IkeKeys keys = init.keys(sa.spiI(), sa.spiR());
      sa.keys(SaKeys.of(init.suite(), keys, true, sa.env.randomness()));
      sa.become(IkeSaState.AUTH_SENT);
    } catch (InvalidKeException e) {
      fail(Reason.INVALID_MESSAGE, Map.of("problem", "the KE value is not of its group"));
      return;
    }
    Optional<KeMethod> additional = init.suite().additional();
    if (additional.isPresent()) {
      own.submit(new IntermediateInitiator(additional.get(), sa.env.randomness()), now);
    } else {
      authenticate(opened, now);
    }
  }

  /** IKE_INTERMEDIATE is answered. */
  void intermediate(IntermediateInitiator task, int messageId, PayloadList response, long now) {
    if (opening == null) {
      throw new IllegalStateException("IKE_SA_INIT is not answered");
    }
    if (opening.intermediate().answered(task, messageId, response)) {
      authenticate(opening, now);
    } else {
      fail(Reason.REFUSED_BY_PEER, Map.of("problem", "the additional key exchange failed"));
    }
  }

  private void authenticate(Opening opened, long now) {
    AuthContext auth =
        new AuthContext(
            sa.prf(),
            sa.keys().keys(),
            opened.request(),
            opened.response(),
            opened.init().nonceI(),
            opened.init().nonceR(),
            opened.intermediate().signed(own.nextId()));
    own.submit(
        new AuthInitiator(
            profile, auth, sa.extensions().ppk(), sa.childContext(), opened.childless()),
        now);
    opening = null;
  }

  /** IKE_AUTH is answered. */
  void authenticated(AuthInitiator task, PayloadList response, long now) {
    switch (task.answered(response)) {
      case AuthInitiator.Result.Failed failed -> fail(failed.reason(), failed.evidence());
      case AuthInitiator.Result.Done done -> {
        sa.establish(
            new Peer(
                profile.tunnelId(),
                done.peer(),
                profile.terms(),
                Optional.empty(),
                Optional.empty(),
                false),
            now);
        sa.learnCrashToken(response);
        done.mixed().ifPresent(sa::mixed);
        Evidence evidence =
            Evidence.none().with("ike", SuiteText.of(sa.keys().suite())).with(done.evidence());
        done.child()
            .ifPresent(child -> sa.install(child, OptionalInt.empty(), Sending.AT_ONCE, now));
        sa.emit(TunnelEvent.Type.ESTABLISHED, Optional.empty(), evidence.toMap());
      }
    }
  }

  private void fail(Reason reason, Map<String, String> evidence) {
    own.cancel();
    sa.become(IkeSaState.GONE);
    sa.emit(TunnelEvent.Type.FAILED, profile.tunnelId(), Optional.of(reason), evidence);
  }
}
