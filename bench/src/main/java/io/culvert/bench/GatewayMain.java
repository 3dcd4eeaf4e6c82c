package io.culvert.bench;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.adapter.udp.UdpSockets;
import io.culvert.gateway.app.control.ControlLoop;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.control.KeyExchangeThreads;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.DataplaneThreads;
import io.culvert.gateway.app.dataplane.IkeIngress;
import io.culvert.gateway.app.dataplane.PacketBatch;
import io.culvert.gateway.app.dataplane.TunPort;
import io.culvert.gateway.app.dataplane.TunPorts;
import io.culvert.gateway.app.policy.KeyRing;
import io.culvert.gateway.app.policy.Ppks;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.app.port.ConfigurationStore;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeConfig.Fragmentation;
import io.culvert.gateway.core.ike.task.IkeConfig.HalfOpen;
import io.culvert.gateway.core.ike.task.IkeConfig.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A gateway process without Kafka and TUN: its sockets, dataplane, control loop, key exchange
 * threads and engine are those of gateway-service, put together as there; events are written as
 * JSON and thrown away. It prints {@code ready} once it serves.
 */
final class GatewayMain {
  /** The keys are opened for each handshake, as in gateway-service. */
  private record Known(List<TunnelChange> load) implements ConfigurationStore {
    @Override
    public void save(Map<Long, Optional<TunnelChange>> changes) {}
  }

  /** Nothing passes: the tunnels of the benchmark are idle. */
  private static final class NoTun implements TunPort {
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public void receive(PacketBatch batch, Duration wait) throws IOException {
      try {
        never.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public int send(PacketBatch batch) {
      return batch.size();
    }
  }

  private GatewayMain() {}

  /**
   * Serves until it is ended.
   *
   * @param arguments the address to serve at, and the silence in seconds after which a device is
   *     asked whether it lives
   */
  public static void main(String[] arguments) throws IOException {
    InetAddress address = InetAddress.ofLiteral(arguments[0]);
    PskSeal.KeyPair popKey = PskSeal.generate();
    UdpSockets udp =
        UdpSockets.open(
            List.of(new InetSocketAddress(address, 500), new InetSocketAddress(address, 4500)));
    AtomicReference<IkeIngress> ingress = new AtomicReference<>(_ -> {});
    Dataplane dataplane =
        new Dataplane(
            udp,
            new TunPorts(new NoTun(), new NoTun()),
            input -> Objects.requireNonNull(ingress.get()).accept(input),
            DataplaneConfig.STANDARD,
            (_, _, _) -> Access.OPEN,
            System::nanoTime);
    Duration silence = Duration.ofSeconds(Long.parseLong(arguments[1]));
    ControlLoop loop =
        new ControlLoop(
            new GatewayIdentity("bench-1", BenchTunnels.POP, Instant.now()),
            new IkeEngine(config(address, silence), Randomness.secure()),
            new KeyRing(new PskOpener(BenchTunnels.POP, popKey), Ppks.NONE),
            dataplane,
            (_, _, event) -> EventJson.write(Objects.requireNonNull(event)),
            new Known(BenchTunnels.sealedTo(popKey.publicKey())),
            new ControlLoop.Intervals(Duration.ofSeconds(10), Duration.ofSeconds(5)),
            KeyExchangeThreads.start(),
            System::nanoTime,
            InstantSource.system());
    ingress.set(loop);
    loop.preload();
    DataplaneThreads.start(dataplane);
    System.out.println("ready");
    loop.run();
  }

  private static IkeConfig config(InetAddress address, Duration silence) {
    Timing standard = Timing.standard();
    return new IkeConfig(
            List.of(Identity.of(address)),
            IkePolicy.extended(),
            true,
            HalfOpen.standard(),
            new Timing(
                standard.ikeLifetime(),
                standard.childLifetime(),
                silence,
                standard.retransmit(),
                standard.linger()),
            Fragmentation.standard())
        .withCrashSecret(Secret.copyOf(Randomness.secure().bytes(32)));
  }
}
