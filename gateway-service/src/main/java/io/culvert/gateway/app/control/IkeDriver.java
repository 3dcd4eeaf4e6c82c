package io.culvert.gateway.app.control;

import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.policy.PolicyDesk;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Feeds the engine and carries its effects out. For one thread. */
final class IkeDriver {
  private static final Logger LOG = Logger.getLogger(IkeDriver.class);

  private static final int MOST_UNDECIDED = 10_000;

  /** Silence tells a prober which identities are known: it ends also where Kafka stays away. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  private final IkeEngine engine;
  private final PolicyDesk desk;
  private final Dataplane dataplane;
  private final Consumer<Effect.Emit> events;
  private final LongConsumer installed;
  private final LongSupplier nanoClock;
  private final Executor exchanges;
  private final Consumer<Input> later;
  private final AtomicLong unsent = new AtomicLong();

  /** Devices that wait for the configuration to be complete; the engine forgets them in time. */
  private final Queue<Effect.RequestPolicy> undecided = new ArrayDeque<>();

  private final long started;
  private boolean complete;

  /** The algorithms of the child SAs in use, for people, by inbound SPI. */
  private final Map<Integer, String> ciphers = new HashMap<>();

  /**
   * @param installed told the tunnel of each child SA that was taken into use
   * @param exchanges runs what takes long
   * @param later gives an input to this thread's {@link #handle}, from any thread
   */
  IkeDriver(
      IkeEngine engine,
      PolicyDesk desk,
      Dataplane dataplane,
      Consumer<Effect.Emit> events,
      LongConsumer installed,
      LongSupplier nanoClock,
      Executor exchanges,
      Consumer<Input> later) {
    this.engine = engine;
    this.desk = desk;
    this.dataplane = dataplane;
    this.events = events;
    this.installed = installed;
    this.nanoClock = nanoClock;
    this.started = nanoClock.getAsLong();
    this.exchanges = exchanges;
    this.later = later;
  }

  /** Tells the engine one thing, and does what it asks for. */
  void handle(Input input) {
    for (Effect effect : engine.step(input, nanoClock.getAsLong())) {
      perform(effect);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.SendDatagram send -> send(send);
      case Effect.SendKeepalive keepalive -> keepalive(keepalive);
      case Effect.InstallChildSa install -> install(install.install());
      case Effect.RemoveChildSa remove -> {
        ciphers.remove(remove.inboundSpi());
        dataplane.remove(remove.inboundSpi());
      }
      case Effect.RequestPolicy question -> decide(question);
      case Effect.MovePeer move -> dataplane.movePeer(move.inboundSpi(), move.remote());
      case Effect.Compute compute -> compute(compute.computation());
      case Effect.Emit emit -> events.accept(emit);
    }
  }

  /**
   * A device of which nothing is known may be one whose tunnel is new: while the gateway runs from
   * its disk, but not for long, it is not told that it is unknown. Many devices never try again
   * after that.
   */
  private void decide(Effect.RequestPolicy question) {
    Input.Verdict verdict = desk.decide(question.identity(), question.remote().getAddress());
    if (!complete
        && nanoClock.getAsLong() - started < PATIENCE
        && verdict instanceof Input.Refused refused
        && refused.reason() == Reason.UNKNOWN_IDENTITY) {
      if (undecided.size() == MOST_UNDECIDED) {
        undecided.remove();
      }
      undecided.add(question);
    } else {
      handle(new Input.PolicyDecision(question.token(), verdict));
    }
  }

  /** From now on what is not known is not there. Who waits is answered. */
  void complete() {
    complete = true;
    List<Effect.RequestPolicy> waiting = List.copyOf(undecided);
    undecided.clear();
    waiting.forEach(this::decide);
  }

  private void compute(Computation<?> computation) {
    Input done = new Input.Computed(computation);
    try {
      exchanges.execute(
          () -> {
            try {
              computation.run();
            } finally {
              later.accept(done);
            }
          });
    } catch (RejectedExecutionException e) {
      // As it is: refused, so that the device repeats.
      handle(done);
    }
  }

  private void send(Effect.SendDatagram send) {
    try {
      if (!dataplane.sendIke(send.local(), send.remote(), send.data().toArray())) {
        unsent.incrementAndGet();
      }
    } catch (IOException e) {
      // As good as lost on the way: the protocol repeats it.
      unsent.incrementAndGet();
      LOG.debugf("an IKE message was not sent: %s", e.getMessage());
    }
  }

  private void keepalive(Effect.SendKeepalive keepalive) {
    try {
      dataplane.sendKeepalive(keepalive.local(), keepalive.remote());
    } catch (IOException e) {
      LOG.debugf("a NAT keepalive was not sent: %s", e.getMessage());
    }
  }

  private void install(ChildSaInstall child) {
    ciphers.put(child.inboundSpi(), EspSpecs.describe(child.suite()));
    dataplane.install(EspSpecs.of(child), EspSpecs.sending(child));
    installed.accept(child.tunnelId());
  }

  /** The algorithms of the child SA a tunnel sends through by preference; null without one. */
  @Nullable String cipherOf(long tunnelId) {
    return dataplane.childSas(tunnelId).stream().findFirst().map(ciphers::get).orElse(null);
  }

  /** IKE messages the socket did not take. */
  long unsent() {
    return unsent.get();
  }
}
