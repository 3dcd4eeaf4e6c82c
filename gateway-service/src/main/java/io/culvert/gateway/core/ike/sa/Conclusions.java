package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.AuthInitiator;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.IkeRekeyInitiator;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.IntermediateInitiator;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Draws the conclusions of the answers to our requests. */
final class Conclusions {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final Upkeep upkeep;
  private final @Nullable InitiatorStage initiator;

  Conclusions(
      SaContext sa,
      OwnRequests own,
      PeerRequests requests,
      Upkeep upkeep,
      @Nullable InitiatorProfile profile) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
    this.upkeep = upkeep;
    this.initiator = profile == null ? null : new InitiatorStage(sa, own, profile);
  }

  /** The way from our IKE_SA_INIT to an authenticated peer; of an initiator only. */
  InitiatorStage initiator() {
    if (initiator == null) {
      throw new IllegalStateException("not an initiator");
    }
    return initiator;
  }

  /** The request is answered; it is no longer outstanding. */
  void draw(OwnRequest answered, PayloadList response, long now) {
    ActiveTask task = answered.task();
    if (sa.is(IkeSaState.CLOSING) && !(task instanceof ActiveTask.DeleteIke)) {
      return;
    }
    switch (task) {
      case InitInitiator _ -> throw new IllegalStateException("IKE_SA_INIT is not protected");
      case IntermediateInitiator more ->
          initiator().intermediate(more, answered.messageId(), response, now);
      case AuthInitiator auth -> initiator().authenticated(auth, response, now);
      case ChildInitiator child -> childMade(child, response, now);
      case IkeRekeyInitiator rekey -> ikeRekeyed(rekey, response, now);
      case ActiveTask.DeleteChild delete -> sa.removeChild(delete.inboundSpi());
      case ActiveTask.DeleteIke _ -> sa.become(IkeSaState.GONE);
      case ActiveTask.RoutabilityCheck check -> {
        if (!requests.mobike().concludes(check, response)) {
          upkeep.close(Reason.INVALID_MESSAGE, Map.of("problem", "another COOKIE2"), now);
        }
      }
      case ActiveTask.Probe _, ActiveTask.Inform _ -> {
        // That it is answered is all there is to know.
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
        Succession.handOver(sa, done.successor(), response, now);
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
}
