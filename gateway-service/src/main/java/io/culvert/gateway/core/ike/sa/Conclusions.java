package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.AuthInitiator;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
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
    boolean concernsIke = task instanceof ActiveTask.DeleteIke || task instanceof IkeRekeyInitiator;
    if (sa.is(IkeSaState.CLOSING) && !concernsIke) {
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
    OptionalInt rekeyed =
        task.rekeyed().map(r -> OptionalInt.of(r.inboundSpi())).orElse(OptionalInt.empty());
    ChildInitiator.Result result = task.answered(response);
    if (result instanceof ChildInitiator.Result.Agreed agreed) {
      agreed(agreed.child(), rekeyed, now);
      return;
    }
    if (rekeyed.isPresent() && requests.childRekeys().refused(rekeyed.getAsInt())) {
      return;
    }
    switch (result) {
      case ChildInitiator.Result.Agreed _ -> throw new IllegalStateException("agreed");
      case ChildInitiator.Result.Again again -> own.submitFirst(again.next(), now);
      case ChildInitiator.Result.Later _ -> later(rekeyed, now);
      case ChildInitiator.Result.Refused refused -> {
        rekeyed.ifPresent(spi -> rekeyLater(spi, now));
        refused("child", refused.detail());
      }
      case ChildInitiator.Result.UnknownToPeer _ -> rekeyed.ifPresent(spi -> startAfresh(spi, now));
    }
  }

  private void later(OptionalInt rekeyed, long now) {
    if (rekeyed.isPresent()) {
      rekeyLater(rekeyed.getAsInt(), now);
    } else if (!own.creations().postpone(now)) {
      refused("child", "the peer is busy all the time");
    }
  }

  private void agreed(NegotiatedChild child, OptionalInt rekeyed, long now) {
    own.creations().granted();
    if (rekeyed.isPresent()) {
      requests.childRekeys().made(rekeyed.getAsInt(), child, now);
    } else if (!sa.children.wasDeletedEarly(child.outboundSpi())) {
      sa.install(child, OptionalInt.empty(), Sending.AT_ONCE, now);
    }
  }

  private void rekeyLater(int inboundSpi, long now) {
    sa.children
        .byInbound(inboundSpi)
        .filter(child -> child.state() == ChildSa.State.REKEYING)
        .ifPresent(
            child ->
                sa.children.put(
                    child
                        .in(ChildSa.State.USED)
                        .with(child.deadlines().retry(sa.env.randomness(), now))));
  }

  /** RFC 7296 §2.25: the peer does not have it, so another is made, unless the peer deleted it. */
  private void startAfresh(int inboundSpi, long now) {
    if (sa.children.isIn(ChildSa.State.REKEYING, inboundSpi)) {
      sa.removeChild(inboundSpi);
      own.creations().create(now);
    }
  }

  private void ikeRekeyed(IkeRekeyInitiator task, PayloadList response, long now) {
    IkeRekeyInitiator.Result result = task.answered(response);
    if (result instanceof IkeRekeyInitiator.Result.Done done) {
      if (sa.is(IkeSaState.CLOSING)) {
        requests.succession().madeInVain(done.successor(), response, now);
      } else {
        requests.succession().made(done.successor(), response, now);
      }
      return;
    }
    if (sa.is(IkeSaState.CLOSING) || requests.succession().cedeToRival(now)) {
      return;
    }
    switch (result) {
      case IkeRekeyInitiator.Result.Done _ -> throw new IllegalStateException("done");
      case IkeRekeyInitiator.Result.Again again -> own.submitFirst(again.next(), now);
      case IkeRekeyInitiator.Result.Later _ -> rekeyIkeLater(now);
      case IkeRekeyInitiator.Result.Refused refused -> {
        rekeyIkeLater(now);
        refused("ike", refused.detail());
      }
    }
  }

  private void rekeyIkeLater(long now) {
    sa.deadlines(sa.deadlines().retry(sa.env.randomness(), now));
  }

  private void refused(String what, String detail) {
    sa.emit(
        TunnelEvent.Type.FAILED,
        Optional.of(Reason.REFUSED_BY_PEER),
        Map.of("what", what, "detail", detail));
  }
}
