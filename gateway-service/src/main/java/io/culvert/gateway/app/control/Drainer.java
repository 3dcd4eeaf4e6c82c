package io.culvert.gateway.app.control;

import io.culvert.gateway.app.policy.FailoverDirectory;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.sa.Drain;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Takes the gateway out of service and back. For the loop's thread. */
final class Drainer {
  private static final Logger LOG = Logger.getLogger(Drainer.class);

  private final FailoverDirectory failover;
  private final Consumer<Input> engine;
  private Optional<Drain> drain = Optional.empty();

  Drainer(FailoverDirectory failover, Consumer<Input> engine) {
    this.failover = failover;
    this.engine = engine;
  }

  /** Sends devices to their failover POPs as these are known now; or serves all again. */
  void drain(boolean on) {
    drain = on ? Optional.of(failover.drain()) : Optional.empty();
    engine.accept(new Input.SendAway(drain.orElse(Drain.NONE)));
    if (on) {
      LOG.infof("the gateway is drained: %d tunnels have a failover gateway", redirectable());
    } else {
      LOG.info("the gateway is in service again");
    }
  }

  boolean isDraining() {
    return drain.isPresent();
  }

  /** Tunnels that are sent elsewhere. */
  int redirectable() {
    return drain.map(d -> d.byTunnel().size()).orElse(0);
  }
}
