package io.culvert.gateway.app.control;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.control.GatewayView.TunnelView;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** The operator's views, asked of the control loop. */
public final class LoopViews implements GatewayView.Source, DrainSwitch {
  private final ControlLoop loop;
  private final Dataplane dataplane;
  private final IntSupplier sessions;

  /**
   * Views of that loop and dataplane.
   *
   * @param sessions how many users are logged in
   */
  public LoopViews(ControlLoop loop, Dataplane dataplane, IntSupplier sessions) {
    this.loop = loop;
    this.dataplane = dataplane;
    this.sessions = sessions;
  }

  @Override
  public GatewayView gateway() {
    // Counted here, for it takes longer than the loop may be kept.
    int gated = dataplane.hosts().gated();
    int hosts = dataplane.hosts().size();
    int loggedIn = sessions.getAsInt();
    return ask(
        () -> {
          IkeEngine engine = loop.engine();
          return new GatewayView(
              loop.self().id(),
              loop.self().pop(),
              loop.self().epoch(),
              loop.directory().servedHere(),
              engine.connections().size(),
              loggedIn,
              Math.max(0, hosts - gated),
              gated,
              named(engine.dropCounts()),
              named(dataplane.drops()));
        });
  }

  @Override
  public Optional<TunnelView> tunnel(long id) {
    return ask(() -> Optional.ofNullable(loop.directory().byId(id)).map(this::view));
  }

  @Override
  public State state() {
    return ask(this::now);
  }

  @Override
  public State drain(boolean on) {
    return ask(
        () -> {
          loop.drainer().drain(on);
          return now();
        });
  }

  private State now() {
    return new State(
        loop.drainer().isDraining(),
        loop.drainer().redirectable(),
        loop.engine().connections().size());
  }

  private TunnelView view(TunnelChange tunnel) {
    return new TunnelView(
        tunnel.id(),
        tunnel.site(),
        tunnel.version(),
        tunnel.enabled(),
        loop.directory().keysOf(tunnel.id()).size(),
        loop.engine().connections().stream().anyMatch(c -> c.tunnelId() == tunnel.id()),
        loop.cipherOf(tunnel.id()),
        dataplane.snapshot(tunnel.id()).orElse(null));
  }

  private static <E extends Enum<E>> Map<String, Long> named(Map<E, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach(
        (reason, count) ->
            named.put(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    return named;
  }

  private <T> T ask(Callable<T> question) {
    try {
      return loop.ask(question).get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the control loop does not answer", e);
    }
  }
}
