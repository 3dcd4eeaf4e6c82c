package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyEncapsulation;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.List;
import java.util.Optional;

/** Our IKE_INTERMEDIATE with the additional key exchange (RFC 9370 §2.2.2). */
public final class IntermediateInitiator implements ActiveTask {
  private final KeMethod method;
  private final KeyEncapsulation ours;

  /** By that method, one of {@link KeyEncapsulation#SUPPORTED}. */
  public IntermediateInitiator(KeMethod method, Randomness randomness) {
    this.method = method;
    this.ours = KeyEncapsulation.begin(randomness);
  }

  @Override
  public ExchangeType exchange() {
    return ExchangeType.IKE_INTERMEDIATE;
  }

  @Override
  public List<Payload> request() {
    return List.of(new KePayload(method.value(), ours.publicValue()));
  }

  /** The shared secret, once; empty when the response has no ciphertext of the method. */
  public Optional<Secret> answered(PayloadList response) {
    Optional<KePayload> peer =
        response.first(KePayload.class).filter(ke -> ke.method() == method.value());
    try {
      return peer.isEmpty() ? Optional.empty() : Optional.of(ours.agree(peer.get().data()));
    } catch (InvalidKeException e) {
      return Optional.empty();
    }
  }
}
