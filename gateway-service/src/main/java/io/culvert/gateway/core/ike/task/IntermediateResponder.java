package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyEncapsulation;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.List;
import java.util.Optional;

/**
 * Answers IKE_INTERMEDIATE with the additional key exchange (RFC 9370 §2.2.2).
 *
 * <pre>
 *   HDR, SK {KEi(1)}  ─►
 *                     ◄─  HDR, SK {KEr(1)}
 * </pre>
 */
public final class IntermediateResponder {
  private IntermediateResponder() {}

  /** The answer, and the secret both ends have from then on. */
  public record Answer(List<Payload> payloads, Secret shared) {}

  /** Works out the answer; empty when the request has no encapsulation key of the method. */
  public static Optional<Answer> answer(
      KeMethod method, PayloadList request, Randomness randomness) {
    Optional<KePayload> peer =
        request.first(KePayload.class).filter(ke -> ke.method() == method.value());
    if (peer.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyEncapsulation.Encapsulated made = KeyEncapsulation.answer(peer.get().data(), randomness);
      return Optional.of(
          new Answer(List.of(new KePayload(method.value(), made.publicValue())), made.shared()));
    } catch (InvalidKeException e) {
      return Optional.empty();
    }
  }
}
