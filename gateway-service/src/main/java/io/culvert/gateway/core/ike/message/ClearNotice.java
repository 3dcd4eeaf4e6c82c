package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.List;
import java.util.Optional;

/**
 * Notifications in the clear, outside of any IKE SA (RFC 7296 §1.5, §2.21.4): INVALID_IKE_SPI as
 * the answer to a request, INVALID_SPI as a message on its own. Anybody may have sent them.
 */
public final class ClearNotice {
  private ClearNotice() {}

  /** Whether a message is one, of either kind, by its header. */
  public static boolean is(IkeHeader header) {
    boolean encrypted = header.exchange().filter(ExchangeRules::encrypted).isPresent();
    return encrypted && header.nextPayload() == PayloadType.NOTIFY.value();
  }

  /** Whether it is one on its own: a request that is not to be answered (RFC 7296 §1.5). */
  public static boolean isOneWay(IkeHeader header) {
    return is(header)
        && !header.response()
        && header.exchange().equals(Optional.of(ExchangeType.INFORMATIONAL));
  }

  /** Its notifications; none when it does not decode. */
  public static List<NotifyPayload> read(IkeHeader header, byte[] datagram) {
    try {
      ByteReader in = new ByteReader(datagram);
      in.skip(IkeHeader.LENGTH);
      return PayloadChain.decode(header.nextPayload(), in).payloads().stream()
          .filter(NotifyPayload.class::isInstance)
          .map(NotifyPayload.class::cast)
          .toList();
    } catch (MalformedException e) {
      return List.of();
    }
  }
}
