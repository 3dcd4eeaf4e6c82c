package io.culvert.bench;

import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeConfig.Fragmentation;
import io.culvert.gateway.core.ike.task.IkeConfig.HalfOpen;
import io.culvert.gateway.core.ike.task.IkeConfig.Timing;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.KeMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Devices that connect to a gateway and stay, or leave at once in good order: Culvert's own engine
 * as initiator, over real sockets. They answer liveness probes and send none. For one thread.
 */
final class Fleet implements AutoCloseable {
  private final IkeEngine engine = new IkeEngine(config(), Randomness.secure());
  private final LoadSockets sockets;
  private final InetSocketAddress gateway;
  private final KeMethod group;
  private final Secret psk = Secret.copyOf(BenchTunnels.PSK.getBytes(StandardCharsets.UTF_8));
  private final Map<Long, Long> dueByNumber = new HashMap<>();
  private final boolean stays;
  private final Connected connected;
  private long next;

  /** Told of each device that has its IKE SA and its CHILD SA. */
  @FunctionalInterface
  interface Connected {
    /** Its handshake was due to begin so many nanoseconds ago. */
    void connected(long nanos);
  }

  /**
   * Devices that have not begun.
   *
   * @param stays whether a device keeps its SAs; else it deletes them as soon as they are there
   */
  Fleet(
      List<InetAddress> sources,
      InetSocketAddress gateway,
      KeMethod group,
      boolean stays,
      Connected connected)
      throws IOException {
    this.sockets = new LoadSockets(sources);
    this.gateway = gateway;
    this.group = group;
    this.stays = stays;
    this.connected = connected;
  }

  private static IkeConfig config() {
    Timing standard = Timing.standard();
    return new IkeConfig(
        List.of(),
        IkePolicy.extended(),
        true,
        HalfOpen.standard(),
        new Timing(
            Duration.ofHours(8),
            Duration.ofHours(2),
            /* dpdSilence= */ Duration.ofHours(1),
            standard.retransmit(),
            standard.linger()),
        Fragmentation.standard());
  }

  /** One more device begins its handshake, which was due at that {@code nanoTime}. */
  void connect(long dueNanos) {
    long number = ++next;
    dueByNumber.put(number, dueNanos);
    InetSocketAddress local = sockets.locals().get((int) (number % sockets.locals().size()));
    handle(new Input.Initiate(local, gateway, BenchTunnels.device(number, group, psk)));
  }

  /** How many are at it. */
  int inFlight() {
    return dueByNumber.size();
  }

  /** Gives up on those that are at it; answers how many. */
  int giveUp() {
    int lost = dueByNumber.size();
    dueByNumber.clear();
    return lost;
  }

  /** Does what is there to do, and waits for it up to that {@code nanoTime}. */
  void turn(long untilNanos) {
    long now = System.nanoTime();
    long due = engine.nextDeadline();
    long wait = untilNanos - now;
    if (due != Long.MAX_VALUE) {
      wait = Math.min(wait, due - now);
    }
    try {
      sockets.receive(
          Math.max(0, wait) / 1_000_000,
          (local, remote, message) -> handle(new Input.Datagram(local, remote, message)));
    } catch (IOException e) {
      throw new UncheckedIOException("the devices cannot receive", e);
    }
    if (engine.nextDeadline() != Long.MAX_VALUE && engine.nextDeadline() - System.nanoTime() <= 0) {
      handle(new Input.Tick());
    }
  }

  private void handle(Input input) {
    for (Effect effect : engine.step(input, System.nanoTime())) {
      perform(effect);
    }
  }

  private void perform(Effect effect) {
    try {
      switch (effect) {
        case Effect.SendDatagram send -> sockets.send(send.local(), send.remote(), send.data());
        case Effect.SendKeepalive alive -> sockets.keepalive(alive.local(), alive.remote());
        case Effect.Compute compute -> {
          compute.computation().run();
          handle(new Input.Computed(compute.computation()));
        }
        case Effect.InstallChildSa installed -> connected(installed.install().tunnelId());
        case Effect.RequestPolicy _, Effect.RemoveChildSa _, Effect.MovePeer _, Effect.Emit _ -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the devices cannot send", e);
    }
  }

  private void connected(long number) {
    Long due = dueByNumber.remove(number);
    if (due != null) {
      connected.connected(System.nanoTime() - due);
      if (!stays) {
        handle(new Input.CloseTunnel(number, Reason.SHUTDOWN));
      }
    }
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
