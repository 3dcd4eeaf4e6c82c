package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The payloads of a message, looked up by kind.
 *
 * @param all in the order of the message
 * @param inClear the message as RFC 9242 §3.3.2 has it signed; empty of one that came in the clear
 */
public record PayloadList(List<Payload> all, Bytes inClear) {
  public PayloadList {
    all = List.copyOf(all);
  }

  /** The payloads of a message that nothing signs. */
  public PayloadList(List<Payload> all) {
    this(all, Bytes.EMPTY);
  }

  /** The first payload of that kind. */
  public <T extends Payload> Optional<T> first(Class<T> kind) {
    return all(kind).findFirst();
  }

  /** All payloads of that kind. */
  public <T extends Payload> Stream<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The TSi or the TSr payload. */
  public Optional<TsPayload> selectors(boolean initiator) {
    return all(TsPayload.class).filter(ts -> ts.initiator() == initiator).findFirst();
  }

  /** The notifications of that type. */
  public Stream<NotifyPayload> notifies(NotifyType type) {
    return all(NotifyPayload.class).filter(n -> n.is(type));
  }

  /** Whether there is a notification of that type. */
  public boolean has(NotifyType type) {
    return notifies(type).findAny().isPresent();
  }

  /** The first error notification; types below 16384 are errors (RFC 7296 §3.10.1). */
  public Optional<NotifyPayload> error() {
    return all(NotifyPayload.class).filter(NotifyPayload::isError).findFirst();
  }
}
