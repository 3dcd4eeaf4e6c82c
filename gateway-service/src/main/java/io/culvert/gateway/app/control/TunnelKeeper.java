package io.culvert.gateway.app.control;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.app.policy.TunnelDirectory.Consequence;
import io.culvert.gateway.app.port.ConfigurationStore;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Brings changes of tunnels into force, and keeps them for the next start. For one thread. */
final class TunnelKeeper {
  private static final Logger LOG = Logger.getLogger(TunnelKeeper.class);

  private final TunnelDirectory directory;
  private final Dataplane dataplane;
  private final ConfigurationStore store;
  private final Consumer<Input> engine;
  private Map<Long, Optional<TunnelChange>> unsaved = new HashMap<>();

  TunnelKeeper(
      TunnelDirectory directory,
      Dataplane dataplane,
      ConfigurationStore store,
      Consumer<Input> engine) {
    this.directory = directory;
    this.dataplane = dataplane;
    this.store = store;
    this.engine = engine;
  }

  /** Takes and answers what was kept on disk. */
  List<TunnelChange> preload() {
    List<TunnelChange> kept = store.load();
    directory.preload(kept);
    LOG.infof("%d tunnels known from before", kept.size());
    return kept;
  }

  /** A tunnel as it now is; a live one is closed when it may not go on so. */
  void apply(TunnelChange change) {
    boolean live = dataplane.snapshot(change.id()).filter(now -> now.childSas() > 0).isPresent();
    follow(change.id(), directory.apply(change));
    directory.noteLive(change.id(), live);
    unsaved.put(change.id(), Optional.ofNullable(directory.byId(change.id())));
    if (dataplane.snapshot(change.id()).isPresent()) {
      applyRate(change.id());
    }
  }

  /** A tunnel is gone. It is closed first: the event needs to know whose it was. */
  void delete(long tunnelId) {
    unsaved.put(tunnelId, Optional.empty());
    engine.accept(new Input.CloseTunnel(tunnelId, Reason.TUNNEL_DELETED));
    directory.remove(tunnelId);
    dataplane.removeTunnel(tunnelId);
  }

  /** What was kept from before and was not heard of is gone. */
  void retireUnconfirmed() {
    directory.unconfirmed().forEach(this::delete);
    LOG.infof("configuration is complete: %d tunnels at this POP", directory.servedHere());
  }

  /** Puts the tunnel's bandwidth limit, or none, into force. */
  void applyRate(long tunnelId) {
    TunnelChange tunnel = directory.byId(tunnelId);
    Integer limit = tunnel == null ? null : tunnel.bandwidthMbps();
    dataplane.setRate(tunnelId, limit == null ? 0 : limit);
  }

  private void follow(long tunnelId, Consequence consequence) {
    switch (consequence) {
      case Consequence.GoesOn() -> {}
      case Consequence.MustClose(Reason reason) ->
          engine.accept(new Input.CloseTunnel(tunnelId, reason));
      case Consequence.KeysRetired(List<AcceptedPsk> accepted) ->
          engine.accept(new Input.KeysRetired(tunnelId, accepted));
    }
  }

  /** Keeps what has changed. */
  void save() {
    if (!unsaved.isEmpty()) {
      Map<Long, Optional<TunnelChange>> changes = unsaved;
      unsaved = new HashMap<>();
      store.save(changes);
    }
  }
}
