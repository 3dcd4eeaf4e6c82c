package io.culvert.gateway.app.control;

import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.IkeIngress;
import io.culvert.gateway.app.policy.FailoverDirectory;
import io.culvert.gateway.app.policy.KeyRing;
import io.culvert.gateway.app.policy.PolicyDesk;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.app.port.ConfigurationStore;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the IKE engine and the tunnel directory. Everything reaches it through a
 * bounded queue: a datagram that finds it full is dropped and counted, configuration waits.
 */
public final class ControlLoop implements IkeIngress, ConfigurationListener {
  private static final Logger LOG = Logger.getLogger(ControlLoop.class);
  private static final int CAPACITY = 4_096;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SAVE_INTERVAL = Duration.ofSeconds(15).toNanos();

  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong overflow = new AtomicLong();
  private final IkeEngine engine;
  private final TunnelDirectory directory;
  private final KeyRing keys;
  private final LongSupplier nanoClock;
  private final Reporter reporter;
  private final IkeDriver driver;
  private final TunnelKeeper keeper;
  private final GatewayIdentity self;
  private final FailoverDirectory failover;
  private final Drainer drainer;
  private final List<Timer> timers;
  private volatile boolean running = true;

  /** What reports are due when. */
  public record Intervals(Duration telemetry, Duration heartbeat) {}

  /**
   * A loop that is not running yet; see {@link #run}.
   *
   * @param exchanges computes key exchanges, or refuses to
   */
  public ControlLoop(
      GatewayIdentity self,
      IkeEngine engine,
      KeyRing keys,
      Dataplane dataplane,
      EventSink sink,
      ConfigurationStore store,
      Intervals intervals,
      Executor exchanges,
      LongSupplier nanoClock,
      InstantSource wallClock) {
    this.self = self;
    this.engine = engine;
    this.keys = keys;
    this.nanoClock = nanoClock;
    this.directory = new TunnelDirectory(self.pop(), keys.psks());
    this.failover = new FailoverDirectory(self.pop(), directory);
    this.reporter = new Reporter(self, directory, dataplane, sink, wallClock);
    this.driver =
        new IkeDriver(
            engine,
            new PolicyDesk(self.pop(), directory, keys.ppks()),
            dataplane,
            emit -> reporter.event(emit, nanoClock.getAsLong()),
            this::applyRate,
            nanoClock,
            exchanges,
            this::handleLater);
    this.drainer = new Drainer(failover, driver::handle);
    this.keeper = new TunnelKeeper(directory, dataplane, store, driver::handle);
    Activity activity = new Activity(driver::handle);
    VolumeKeeper volumes = new VolumeKeeper(VolumeKeeper.Limits.STANDARD, driver::handle);
    long now = nanoClock.getAsLong();
    this.timers =
        List.of(
            new Timer(
                SECOND,
                now,
                () -> {
                  List<Usage> usages = dataplane.usage();
                  activity.look(usages);
                  volumes.look(usages);
                }),
            new Timer(intervals.heartbeat().toNanos(), now, this::heartbeat),
            new Timer(intervals.telemetry().toNanos(), now, this::telemetry),
            new Timer(SAVE_INTERVAL, now, keeper::save));
  }

  /** Takes and answers what was kept on disk, so that tunnels come up while Kafka is away. */
  public List<TunnelChange> preload() {
    return keeper.preload();
  }

  /** Works until {@link #shutDown}; for one thread of its own. */
  public void run() {
    while (running) {
      try {
        turn();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        // A fault in one message must not take the other tunnels down.
        LOG.error("the control loop goes on after a fault", e);
      }
    }
  }

  /** One round: what is in the queue, or else waiting for what is due; then what is due. */
  void turn() throws InterruptedException {
    long now = nanoClock.getAsLong();
    long due = Math.min(untilDeadline(now), SECOND);
    for (Timer timer : timers) {
      due = Math.min(due, timer.due() - now);
    }
    Runnable work = inbox.poll(Math.max(due, 0), TimeUnit.NANOSECONDS);
    for (int i = 0; work != null && i < 64; i++) {
      work.run();
      work = inbox.poll();
    }
    if (work != null) {
      work.run();
    }
    now = nanoClock.getAsLong();
    if (untilDeadline(now) <= 0) {
      driver.handle(new Input.Tick());
    }
    for (Timer timer : timers) {
      timer.fire(now);
    }
  }

  /** Never is no time to subtract from: {@code nanoTime} may be negative. */
  private long untilDeadline(long now) {
    long deadline = engine.nextDeadline();
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - now;
  }

  @Override
  public void accept(Input input) {
    if (!inbox.offer(() -> driver.handle(input))) {
      overflow.incrementAndGet();
    }
  }

  @Override
  public void tunnelChanged(TunnelChange change) {
    put(() -> keeper.apply(change));
  }

  @Override
  public void tunnelDeleted(long tunnelId) {
    put(() -> keeper.delete(tunnelId));
  }

  private void handleLater(Input input) {
    put(() -> driver.handle(input));
  }

  private void applyRate(long tunnelId) {
    keeper.applyRate(tunnelId);
  }

  @Override
  public void popChanged(PopChange change) {
    if (change.name().equals(self.pop()) && !keys.psks().publicKey().equals(change.publicKey())) {
      LOG.warnf(
          "POP %s is registered with another public key than this gateway's: no new pre-shared key"
              + " will open here until it is registered with the key in the key file",
          change.name());
    }
    put(() -> failover.apply(change));
  }

  @Override
  public void caughtUp() {
    put(
        () -> {
          keeper.retireUnconfirmed();
          failover.complete();
          driver.complete();
        });
  }

  /** Looks at what only this thread may look at. */
  <T> Future<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    put(
        () -> {
          try {
            answer.complete(question.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** The tunnels; only inside {@link #ask}. */
  TunnelDirectory directory() {
    return directory;
  }

  /** The engine; only inside {@link #ask}. */
  IkeEngine engine() {
    return engine;
  }

  /** Only inside {@link #ask}. */
  Drainer drainer() {
    return drainer;
  }

  /** Who this gateway is. */
  GatewayIdentity self() {
    return self;
  }

  /** The algorithms of a tunnel's child SA; only inside {@link #ask}. */
  @Nullable String cipherOf(long tunnelId) {
    return driver.cipherOf(tunnelId);
  }

  /** IKE messages dropped because the loop could not keep up. */
  public long overflow() {
    return overflow.get();
  }

  /** IKE messages the socket did not take. */
  public long unsent() {
    return driver.unsent();
  }

  private void put(Runnable work) {
    try {
      inbox.put(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void telemetry() {
    reporter.telemetry(engine.connections(), driver::cipherOf, nanoClock.getAsLong());
  }

  private void heartbeat() {
    reporter.heartbeat(engine.connections().size());
  }

  /**
   * Tells every device that this gateway goes away, keeps the configuration, and stops. Waits for
   * at most two seconds.
   */
  public void shutDown() {
    try {
      ask(this::farewell).get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("devices were not told that the gateway stops");
    }
    running = false;
  }

  private int farewell() {
    List<Long> tunnels =
        engine.connections().stream().map(IkeEngine.Connection::tunnelId).distinct().toList();
    tunnels.forEach(id -> driver.handle(new Input.CloseTunnel(id, Reason.SHUTDOWN)));
    telemetry();
    keeper.save();
    return tunnels.size();
  }
}
