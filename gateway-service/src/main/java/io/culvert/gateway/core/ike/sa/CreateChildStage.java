package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.task.ChildInitiator;
import io.culvert.gateway.core.ike.task.ChildResponder;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeRekeyResponder;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.RekeyedIke;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.ProtocolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers CREATE_CHILD_SA: a new child SA, a rekey of one, or a rekey of the IKE SA. */
final class CreateChildStage {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;

  CreateChildStage(SaContext sa, OwnRequests own, PeerRequests requests) {
    this.sa = sa;
    this.own = own;
    this.requests = requests;
  }

  void answer(PayloadList payloads, Arrival arrival, long now) {
    Optional<NotifyPayload> rekey = payloads.notifies(NotifyType.REKEY_SA).findFirst();
    boolean ofIke = rekey.isEmpty() && offersIke(payloads);
    // RFC 7296 §2.25.2: nothing new in an IKE SA that is about to go, and no new child SA in one
    // that we rekey
    if (!sa.is(IkeSaState.ESTABLISHED) || (!ofIke && requests.succession().isUnderway())) {
      refuse(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE), arrival);
    } else if (payloads.first(KePayload.class).isPresent() && !sa.budget.spend(now)) {
      // RFC 7296 §2.25: it may try again when it has waited
      sa.env.out().drop(DropReason.OVERLOAD);
      refuse(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE), arrival);
    } else if (rekey.isPresent()) {
      rekeyChild(rekey.get(), payloads, arrival, now);
    } else if (ofIke) {
      rekeyIke(payloads, arrival, now);
    } else {
      newChild(payloads, arrival, now);
    }
  }

  private static boolean offersIke(PayloadList payloads) {
    return payloads
        .first(SaPayload.class)
        .filter(offer -> offer.proposals().getFirst().protocol() == ProtocolId.IKE.value())
        .isPresent();
  }

  private void newChild(PayloadList payloads, Arrival arrival, long now) {
    if (sa.children.isFull()) {
      refuse(NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS), arrival);
      sa.emit(
          TunnelEvent.Type.FAILED,
          Optional.of(Reason.TOO_MANY_CHILDREN),
          Evidence.compare("a child SA more", Children.MOST + " child SAs"));
      return;
    }
    negotiate(payloads, Optional.empty(), arrival, now);
  }

  private void rekeyChild(
      NotifyPayload notification, PayloadList payloads, Arrival arrival, long now) {
    OptionalInt spi = notification.espSpi();
    Optional<ChildSa> old =
        spi.isPresent() ? sa.children.byOutbound(spi.getAsInt()) : Optional.empty();
    if (old.isEmpty()) {
      refuse(unknownChild(notification), arrival);
      return;
    }
    if (requests.childRekeys().mayBeGranted(old.get())) {
      negotiate(payloads, old, arrival, now);
    } else {
      refuse(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE), arrival);
    }
  }

  private NotifyPayload unknownChild(NotifyPayload named) {
    // It may be the one that the answer we still wait for makes.
    return own.tasks().anyMatch(ChildInitiator.class::isInstance)
        ? NotifyPayload.of(NotifyType.TEMPORARY_FAILURE)
        // RFC 7296 §2.25: named as the peer named it
        : new NotifyPayload(
            named.protocol(), named.spi(), NotifyType.CHILD_SA_NOT_FOUND.value(), Bytes.EMPTY);
  }

  private void negotiate(PayloadList payloads, Optional<ChildSa> old, Arrival arrival, long now) {
    ChildResponder responder = new ChildResponder(sa.childContext());
    switch (responder.inCreateChild(payloads, sa.peer().orElseThrow().terms())) {
      case ChildResponder.Answer.Agreed agreed -> {
        old.ifPresentOrElse(
            o -> requests.childRekeys().granted(o, agreed.child(), now),
            () -> sa.install(agreed.child(), OptionalInt.empty(), Sending.ONCE_PROVEN, now));
        requests.reply(agreed.payloads(), arrival);
      }
      case ChildResponder.Answer.Refused refused -> {
        refuse(refused.notification(), arrival);
        failed(refused.reason(), refused.evidence());
      }
    }
  }

  private void rekeyIke(PayloadList payloads, Arrival arrival, long now) {
    if (!requests.succession().mayBeGranted()) {
      refuse(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE), arrival);
      return;
    }
    IkeRekeyResponder responder =
        new IkeRekeyResponder(
            // RFC 9370 §2.2.4 without IKE_FOLLOWUP_KE: SK_d carries on what the first SA agreed
            sa.env.config().ike().decliningAdditional(),
            sa.keys().asParent(),
            sa.env.spis(),
            sa.env.randomness());
    switch (responder.answer(payloads)) {
      case IkeRekeyResponder.Answer.Agreed agreed -> {
        RekeyedIke made = agreed.successor();
        List<Payload> answer = new ArrayList<>(agreed.payloads());
        Succession.token(sa, made.localSpi(), made.remoteSpi()).ifPresent(answer::add);
        requests.reply(answer, arrival);
        requests.succession().granted(made, payloads, now);
      }
      case IkeRekeyResponder.Answer.Refused refused -> {
        refuse(refused.notification(), arrival);
        failed(refused.reason(), refused.evidence());
      }
    }
  }

  private void failed(Optional<Reason> reason, Map<String, String> evidence) {
    reason.ifPresent(_ -> sa.emit(TunnelEvent.Type.FAILED, reason, evidence));
  }

  private void refuse(NotifyPayload notification, Arrival arrival) {
    requests.reply(List.of(notification), arrival);
  }
}
