package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.auth.IntAuth;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.IntermediateInitiator;
import io.culvert.gateway.core.ike.task.IntermediateResponder;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The additional key exchange between IKE_SA_INIT and IKE_AUTH (RFC 9242, RFC 9370), and what
 * IKE_AUTH signs of it.
 */
final class IntermediateStage {
  private final SaContext sa;
  private final InitOutcome init;
  private IntAuth intAuth = IntAuth.NONE;

  IntermediateStage(SaContext sa, InitOutcome init) {
    this.sa = sa;
    this.init = init;
  }

  /** Whether IKE_AUTH has to wait for it. */
  boolean isDue() {
    return init.suite().additional().isPresent() && intAuth.equals(IntAuth.NONE);
  }

  /** What IKE_AUTH with this message ID signs. */
  Bytes signed(int authMessageId) {
    return intAuth.octets(authMessageId);
  }

  /** Answers the peer's IKE_INTERMEDIATE. */
  void answer(PeerRequests requests, PayloadList request, Arrival arrival, long now) {
    Optional<IntermediateResponder.Answer> answer =
        IntermediateResponder.answer(
            init.suite().additional().orElseThrow(), request, sa.env.randomness());
    if (answer.isEmpty()) {
      requests.reply(List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX)), arrival);
      requests.end(IkeSaState.REFUSED, now);
      sa.emit(
          TunnelEvent.Type.FAILED,
          Optional.of(Reason.INVALID_MESSAGE),
          Map.of("problem", "the KE value of IKE_INTERMEDIATE is not of its method"));
      return;
    }
    Bytes response =
        SaWire.inClear(
            sa,
            ExchangeType.IKE_INTERMEDIATE,
            true,
            requests.window().expected(),
            answer.get().payloads());
    // RFC 9370 §2.2.2: the response is still under the old keys
    requests.reply(answer.get().payloads(), arrival);
    take(request.inClear(), response, answer.get().shared());
  }

  /** Our IKE_INTERMEDIATE is answered; false when not with what we can use. */
  boolean answered(IntermediateInitiator task, int messageId, PayloadList response) {
    Optional<Secret> shared = task.answered(response);
    shared.ifPresent(
        secret ->
            take(
                SaWire.inClear(sa, task.exchange(), false, messageId, task.request()),
                response.inClear(),
                secret));
    return shared.isPresent();
  }

  /** {@code SKEYSEED(n) = prf(SK_d(n-1), SK(n) | Ni | Nr)} (RFC 9370 §2.2.2). */
  private void take(Bytes request, Bytes response, Secret shared) {
    SaKeys old = sa.keys();
    intAuth = intAuth.and(sa.prf(), old.keys(), request, response);
    IkeKeys keys =
        IkeKeys.rekeyed(
            old.suite(),
            sa.prf(),
            old.keys().d(),
            shared,
            new IkeKeys.Exchange(init.nonceI(), init.nonceR(), sa.spiI(), sa.spiR()));
    shared.erase();
    sa.keys(SaKeys.of(old.suite(), keys, sa.role.initiator(), sa.env.randomness()));
    old.keys().erase();
  }
}
