package io.culvert.gateway;

import io.culvert.contract.PskSeal;
import io.culvert.gateway.adapter.file.ConfigurationFile;
import io.culvert.gateway.adapter.file.CrashSecretFile;
import io.culvert.gateway.adapter.file.PopKeyFile;
import io.culvert.gateway.adapter.file.PpkFile;
import io.culvert.gateway.adapter.kafka.ConfigurationFeed;
import io.culvert.gateway.adapter.kafka.KafkaEventSink;
import io.culvert.gateway.adapter.metrics.GatewayMetrics;
import io.culvert.gateway.adapter.tun.TunConfig;
import io.culvert.gateway.adapter.tun.TunDevice;
import io.culvert.gateway.adapter.tun.TunSetup;
import io.culvert.gateway.adapter.udp.UdpSockets;
import io.culvert.gateway.app.control.ControlLoop;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.control.KeyExchangeThreads;
import io.culvert.gateway.app.control.LoopViews;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.DataplaneThreads;
import io.culvert.gateway.app.dataplane.IkeIngress;
import io.culvert.gateway.app.policy.KeyRing;
import io.culvert.gateway.app.policy.Ppks;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.config.GatewayConfig;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeConfig.Fragmentation;
import io.culvert.gateway.core.ike.task.IkeConfig.HalfOpen;
import io.culvert.gateway.core.ike.task.IkeConfig.Timing;
import io.culvert.gateway.core.net.Ipv4Range;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** One gateway, built out of its parts; closing it stops them in the reverse order. */
final class Gateway implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Gateway.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ControlLoop loop;
  private final Dataplane dataplane;
  private final ConfigurationFeed feed;

  /**
   * Opens sockets, the TUN device and Kafka, and starts to serve.
   *
   * @throws IOException when a socket, the device or the key file cannot be had; the message says
   *     which
   */
  static Gateway start(GatewayConfig config, Map<String, Object> kafka, MeterRegistry metrics)
      throws IOException {
    return new Gateway(config, kafka, metrics);
  }

  private Gateway(GatewayConfig config, Map<String, Object> kafka, MeterRegistry metrics)
      throws IOException {
    GatewayIdentity self = new GatewayIdentity(config.id(), config.pop(), Instant.now());
    PskOpener psks = new PskOpener(config.pop(), PopKeyFile.readOrCreate(config.popKeyFile()));
    Ipv4Range carriers = Ipv4Range.parse(config.carrierRange());
    UdpSockets udp = keep(UdpSockets.open(outerAddresses(config)));
    TunDevice tun = keep(TunDevice.open(config.openDevice()));
    TunSetup.apply(
        new TunConfig(config.openDevice(), config.mtu(), TunConfig.OPEN.queueLength(), carriers));

    KafkaEventSink sink = keep(new KafkaEventSink(kafka, "/gateway-service/" + config.id()));
    AtomicReference<IkeIngress> ingress = new AtomicReference<>(_ -> {});
    this.dataplane =
        new Dataplane(
            udp,
            tun,
            input -> Objects.requireNonNull(ingress.get()).accept(input),
            new DataplaneConfig(config.natPort(), carriers, HostLimits.STANDARD),
            System::nanoTime);
    Secret crashSecret = CrashSecretFile.readOrCreate(config.stateDir(), Randomness.secure());
    IkeEngine engine =
        new IkeEngine(ikeConfig(config).withCrashSecret(crashSecret), Randomness.secure());
    this.loop =
        new ControlLoop(
            self,
            engine,
            new KeyRing(psks, ppks(config)),
            dataplane,
            sink,
            keep(new ConfigurationFile(config.stateDir())),
            new ControlLoop.Intervals(config.telemetryInterval(), config.heartbeatInterval()),
            keep(KeyExchangeThreads.start()),
            System::nanoTime,
            InstantSource.system());
    ingress.set(loop);
    loop.preload();
    Thread.ofPlatform().name("control").daemon().start(loop::run);
    keep(DataplaneThreads.start(dataplane));
    this.feed = keep(new ConfigurationFeed(kafka, loop, sink));
    GatewayMetrics.register(
        metrics,
        dataplane,
        new GatewayMetrics.Figures(
            engine::dropCounts, loop::overflow, loop::unsent, sink::dropped));
    LOG.infof(
        "gateway %s of POP %s serves %s, ports %d and %d, POP key %s",
        config.id(),
        config.pop(),
        config.address(),
        config.ikePort(),
        config.natPort(),
        PskSeal.keyId(psks.publicKey()));
  }

  private static List<InetSocketAddress> outerAddresses(GatewayConfig config) {
    InetAddress address = InetAddress.ofLiteral(config.address());
    return List.of(
        new InetSocketAddress(address, config.ikePort()),
        new InetSocketAddress(address, config.natPort()));
  }

  private static Ppks ppks(GatewayConfig config) throws IOException {
    Optional<Path> file = config.ppkFile();
    return file.isPresent() ? PpkFile.read(file.get()) : Ppks.NONE;
  }

  private static IkeConfig ikeConfig(GatewayConfig config) {
    Timing standard = Timing.standard();
    return new IkeConfig(
        List.of(Identity.of(InetAddress.ofLiteral(config.address()))),
        switch (config.algorithms()) {
          case STANDARD -> IkePolicy.standard();
          case EXTENDED -> IkePolicy.extended();
          case POST_QUANTUM -> IkePolicy.postQuantum();
        },
        config.forceEncapsulation(),
        HalfOpen.standard(),
        new Timing(
            config.ikeLifetime(),
            config.childLifetime(),
            config.dpdInterval(),
            standard.retransmit(),
            standard.linger()),
        new Fragmentation(config.fragmentation(), config.fragmentSize()));
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Whether the configuration has been read once since the start. */
  boolean configured() {
    return feed.caughtUp();
  }

  /** The operator's view. */
  LoopViews views() {
    return new LoopViews(loop, dataplane);
  }

  @Override
  public void close() {
    loop.shutDown();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warnf("while stopping: %s", e.getMessage());
      }
    }
  }
}
