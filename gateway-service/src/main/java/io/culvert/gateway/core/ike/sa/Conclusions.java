package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.AuthContext;
import io.culvert.gateway.core.ike.task.AuthInitiator;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeRekeyInitiator;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Draws the conclusions of the answers to our requests. */
final class Conclusions {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final @Nullable InitiatorProfile profile;

  Conclusions(
      SaContext sa, OwnRequests own, PeerRequests requests, @Nullable InitiatorProfile profile) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
    this.profile = profile;
  }

  /** The request is answered; it is no longer outstanding. */
  void draw(ActiveTask task, PayloadList response, long now) {
    if (sa.is(IkeSaState.CLOSING) && !(task instanceof ActiveTask.DeleteIke)) {
      return;
    }
    switch (task) {
      case InitInitiator _ -> throw new IllegalStateException("IKE_SA_INIT is not protected");
      case AuthInitiator auth -> authenticated(auth, response, now);
      case ChildInitiator child -> childMade(child, response, now);
      case IkeRekeyInitiator rekey -> ikeRekeyed(rekey, response, now);
      case ActiveTask.DeleteChild delete -> sa.removeChild(delete.inboundSpi());
      case ActiveTask.DeleteIke _ -> sa.become(IkeSaState.GONE);
      case ActiveTask.Probe _ -> {
        // That it is answered is all there is to know.
      }
    }
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
        boolean childless =
            profile().childless() && response.has(NotifyType.CHILDLESS_IKEV2_SUPPORTED);
        authenticate(done.outcome(), sent, arrival.data(), childless, now);
      }
      case InitInitiator.Result.Failed failed -> fail(failed.reason(), failed.evidence());
    }
  }

  private void authenticate(
      InitOutcome outcome, Bytes request, Bytes response, boolean childless, long now) {
    try {
      IkeKeys keys = outcome.keys(sa.spiI(), sa.spiR());
      sa.keys(SaKeys.of(outcome.suite(), keys, true, sa.env.randomness()));
      sa.become(IkeSaState.AUTH_SENT);
      AuthContext auth =
          new AuthContext(sa.prf(), keys, request, response, outcome.nonceI(), outcome.nonceR());
      own.submit(new AuthInitiator(profile(), auth, sa.childContext(), childless), now);
    } catch (InvalidKeException e) {
      fail(Reason.INVALID_MESSAGE, Map.of("problem", "the KE value is not of its group"));
    }
  }

  private void authenticated(AuthInitiator task, PayloadList response, long now) {
    switch (task.answered(response)) {
      case AuthInitiator.Result.Failed failed -> fail(failed.reason(), failed.evidence());
      case AuthInitiator.Result.Done done -> {
        sa.establish(new Peer(profile().tunnelId(), done.peer(), profile().terms()), now);
        Evidence evidence =
            Evidence.none().with("ike", SuiteText.of(sa.keys().suite())).with(done.evidence());
        done.child().ifPresent(child -> sa.install(child, OptionalInt.empty(), now));
        sa.emit(TunnelEvent.Type.ESTABLISHED, Optional.empty(), evidence.toMap());
      }
    }
  }

  private void childMade(ChildInitiator task, PayloadList response, long now) {
    OptionalInt replaces =
        task.rekeyed().map(r -> OptionalInt.of(r.inboundSpi())).orElse(OptionalInt.empty());
    switch (task.answered(response)) {
      case ChildInitiator.Result.Agreed agreed -> install(agreed.child(), replaces, now);
      case ChildInitiator.Result.Again again -> own.submitFirst(again.next(), now);
      case ChildInitiator.Result.Refused refused -> {
        replaces.ifPresent(spi -> rekeyLater(spi, now));
        sa.emit(
            TunnelEvent.Type.FAILED,
            Optional.of(Reason.REFUSED_BY_PEER),
            Map.of("what", "child", "detail", refused.detail()));
      }
      // RFC 7296 §2.25.1: it has been deleted there
      case ChildInitiator.Result.UnknownToPeer _ -> replaces.ifPresent(sa::removeChild);
    }
  }

  private void install(NegotiatedChild child, OptionalInt replaces, long now) {
    if (!sa.children.wasDeletedEarly(child.outboundSpi())) {
      sa.install(child, replaces, now);
    }
    if (replaces.isPresent()) {
      sa.children
          .byInbound(replaces.getAsInt())
          .ifPresent(old -> sa.children.put(old.in(ChildSa.State.DELETING)));
      // RFC 7296 §2.8: whoever rekeys deletes the old one
      own.submit(new ActiveTask.DeleteChild(replaces.getAsInt()), now);
      sa.emit(
          TunnelEvent.Type.REKEYED,
          Optional.empty(),
          Map.of("what", "child", "esp", SuiteText.of(child.suite())));
    }
  }

  private void rekeyLater(int inboundSpi, long now) {
    sa.children
        .byInbound(inboundSpi)
        .ifPresent(
            child ->
                sa.children.put(
                    child
                        .in(ChildSa.State.USED)
                        .with(child.deadlines().retry(sa.env.randomness(), now))));
  }

  private void ikeRekeyed(IkeRekeyInitiator task, PayloadList response, long now) {
    switch (task.answered(response)) {
      case IkeRekeyInitiator.Result.Done done -> {
        own.clearQueue();
        Succession.handOver(sa, done.successor(), now);
        requests.end(IkeSaState.REKEYED, now);
        requests.expireAt(Long.MAX_VALUE);
        own.submit(new ActiveTask.DeleteIke(), now);
      }
      case IkeRekeyInitiator.Result.Again again -> own.submitFirst(again.next(), now);
      case IkeRekeyInitiator.Result.Refused refused -> {
        sa.deadlines(sa.deadlines().retry(sa.env.randomness(), now));
        sa.emit(
            TunnelEvent.Type.FAILED,
            Optional.of(Reason.REFUSED_BY_PEER),
            Map.of("what", "ike", "detail", refused.detail()));
      }
    }
  }

  private void fail(Reason reason, Map<String, String> evidence) {
    own.cancel();
    sa.become(IkeSaState.GONE);
    sa.emit(TunnelEvent.Type.FAILED, profile().tunnelId(), Optional.of(reason), evidence);
  }

  private InitiatorProfile profile() {
    if (profile == null) {
      throw new IllegalStateException("not an initiator");
    }
    return profile;
  }
}
