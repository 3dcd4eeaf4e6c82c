package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;

/** A request of ours, and what it was for. */
public sealed interface ActiveTask
    permits InitInitiator,
        IntermediateInitiator,
        AuthInitiator,
        ChildInitiator,
        IkeRekeyInitiator,
        ActiveTask.Probe,
        ActiveTask.Inform,
        ActiveTask.RoutabilityCheck,
        ActiveTask.DeleteChild,
        ActiveTask.DeleteIke {
  /** The exchange it is made in. */
  ExchangeType exchange();

  /** The payloads of the request. */
  List<Payload> request();

  /** An empty request, to learn whether the peer lives (RFC 7296 §2.4). */
  record Probe() implements ActiveTask {
    @Override
    public ExchangeType exchange() {
      return ExchangeType.INFORMATIONAL;
    }

    @Override
    public List<Payload> request() {
      return List.of();
    }
  }

  /** Tells the peer something; whatever it answers, it was told. */
  record Inform(List<Payload> request) implements ActiveTask {
    public Inform {
      request = List.copyOf(request);
    }

    @Override
    public ExchangeType exchange() {
      return ExchangeType.INFORMATIONAL;
    }
  }

  /** Asks the peer at its new address to return something (RFC 4555 §3.7). */
  record RoutabilityCheck(Bytes cookie) implements ActiveTask {
    @Override
    public ExchangeType exchange() {
      return ExchangeType.INFORMATIONAL;
    }

    @Override
    public List<Payload> request() {
      return List.of(NotifyPayload.of(NotifyType.COOKIE2, cookie));
    }
  }

  /** Deletes a child SA; our inbound SPI names it (RFC 7296 §1.4.1). */
  record DeleteChild(int inboundSpi) implements ActiveTask {
    @Override
    public ExchangeType exchange() {
      return ExchangeType.INFORMATIONAL;
    }

    @Override
    public List<Payload> request() {
      return List.of(DeletePayload.esp(inboundSpi));
    }
  }

  /** Deletes the IKE SA it is sent in. */
  record DeleteIke() implements ActiveTask {
    @Override
    public ExchangeType exchange() {
      return ExchangeType.INFORMATIONAL;
    }

    @Override
    public List<Payload> request() {
      return List.of(DeletePayload.ike());
    }
  }
}
