package io.culvert.gateway.core.ike.engine;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.sa.Drain;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.sa.IkeSa;
import io.culvert.gateway.core.ike.sa.SaOutput;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the effects of one step. */
final class EngineOutput implements SaOutput {
  private final SaTable table;
  private final DropCounters drops;
  private final EventFolder folder = new EventFolder();
  private final Map<Integer, Long> handleByChild = new HashMap<>();
  private List<Effect> effects = new ArrayList<>();
  private long now;
  private Drain drain = Drain.NONE;

  EngineOutput(SaTable table, DropCounters drops) {
    this.table = table;
    this.drops = drops;
  }

  void begin(long time) {
    now = time;
    effects = new ArrayList<>();
    folder.flush(now, effects::add);
  }

  List<Effect> effects() {
    return List.copyOf(effects);
  }

  long nextDeadline() {
    return folder.nextDeadline().orElse(Long.MAX_VALUE);
  }

  int childCount() {
    return handleByChild.size();
  }

  boolean hasChild(int inboundSpi) {
    return handleByChild.containsKey(inboundSpi);
  }

  Optional<IkeSa> ownerOfChild(int inboundSpi) {
    return Optional.ofNullable(handleByChild.get(inboundSpi)).flatMap(table::byHandle);
  }

  @Override
  public void send(InetSocketAddress local, InetSocketAddress remote, Bytes data) {
    effects.add(new Effect.SendDatagram(local, remote, data));
  }

  @Override
  public void keepalive(InetSocketAddress local, InetSocketAddress remote) {
    effects.add(new Effect.SendKeepalive(local, remote));
  }

  @Override
  public Drain drain() {
    return drain;
  }

  void drain(Drain next) {
    drain = next;
  }

  @Override
  public void install(ChildSaInstall install) {
    handleByChild.put(install.inboundSpi(), install.ikeSaHandle());
    effects.add(new Effect.InstallChildSa(install));
  }

  @Override
  public void remove(int inboundSpi) {
    handleByChild.remove(inboundSpi);
    effects.add(new Effect.RemoveChildSa(inboundSpi));
  }

  @Override
  public void move(int inboundSpi, InetSocketAddress remote) {
    effects.add(new Effect.MovePeer(inboundSpi, remote));
  }

  @Override
  public void emit(InetSocketAddress remote, IkeEvent event) {
    if (event.type() == TunnelEvent.Type.FAILED) {
      folder.offer(remote.getAddress(), event, now, effects::add);
    } else {
      effects.add(new Effect.Emit(carriedOn(event) ? event.replaced() : event, now, now));
    }
  }

  /** Whether what closed was not all the tunnel had: its device has connected again before. */
  private boolean carriedOn(IkeEvent event) {
    return event.type() == TunnelEvent.Type.CLOSED
        && table.ofTunnel(event.tunnelId()).stream().anyMatch(IkeSa::carriesTraffic);
  }

  @Override
  public void requestPolicy(
      long localSpi, Identity identity, Optional<Identity> wanted, InetSocketAddress remote) {
    effects.add(new Effect.RequestPolicy(localSpi, identity, wanted, remote));
  }

  @Override
  public void compute(Computation<?> computation) {
    effects.add(new Effect.Compute(computation));
  }

  @Override
  public void drop(DropReason reason) {
    drops.count(reason);
  }

  @Override
  public void initialContact(long handle, long tunnelId, Identity identity) {
    for (IkeSa other : table.ofTunnel(tunnelId)) {
      if (other.handle() != handle && other.identity().equals(Optional.of(identity))) {
        other.drop(Reason.REPLACED, now);
        table.refresh(other);
      }
    }
  }

  @Override
  public void adopt(IkeSa successor) {
    if (table.contains(successor.localSpi())) {
      table.refresh(successor);
    } else {
      table.add(successor);
    }
  }
}
