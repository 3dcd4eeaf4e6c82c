package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ProtocolId;
import java.util.List;

/**
 * The Delete payloads of an INFORMATIONAL request (RFC 7296 §1.4.1, §3.11).
 *
 * @param ike the IKE SA itself is deleted
 * @param outboundSpis the child SAs that are deleted, by the sender's inbound SPIs: our outbound
 */
public record Deletes(boolean ike, List<Integer> outboundSpis) {
  public Deletes {
    outboundSpis = List.copyOf(outboundSpis);
  }

  /** Reads them; whatever else the message holds is ignored. */
  public static Deletes read(PayloadList request) {
    return new Deletes(
        request.all(DeletePayload.class).anyMatch(d -> d.protocol() == ProtocolId.IKE.value()),
        request
            .all(DeletePayload.class)
            .filter(d -> d.protocol() == ProtocolId.ESP.value())
            .flatMap(d -> d.spis().stream())
            .flatMap(spi -> Spis.esp(spi).stream().boxed())
            .distinct()
            .toList());
  }

  /** A payload that deletes child SAs, by our inbound SPIs. */
  public static DeletePayload esp(List<Integer> inboundSpis) {
    return new DeletePayload(
        ProtocolId.ESP.value(), inboundSpis.stream().map(spi -> Bytes.ofInt(spi)).toList());
  }
}
