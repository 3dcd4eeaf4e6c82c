package io.culvert.gateway;

import io.culvert.contract.PskSeal;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.adapter.file.ConfigurationFile;
import io.culvert.gateway.adapter.file.CrashSecretFile;
import io.culvert.gateway.adapter.file.PopKeyFile;
import io.culvert.gateway.adapter.file.PpkFile;
import io.culvert.gateway.adapter.file.SettingsFile;
import io.culvert.gateway.adapter.kafka.ConfigurationFeed;
import io.culvert.gateway.adapter.kafka.KafkaEventSink;
import io.culvert.gateway.adapter.metrics.CountedEvents;
import io.culvert.gateway.adapter.metrics.GatewayMetrics;
import io.culvert.gateway.adapter.steering.Destinations;
import io.culvert.gateway.adapter.steering.DnsResolver;
import io.culvert.gateway.adapter.steering.LoginWatch;
import io.culvert.gateway.adapter.steering.ProxyPorts;
import io.culvert.gateway.adapter.steering.SteeringProxy;
import io.culvert.gateway.adapter.steering.SteeringSettings;
import io.culvert.gateway.adapter.tun.GateRules;
import io.culvert.gateway.adapter.tun.TunConfig;
import io.culvert.gateway.adapter.tun.TunDevice;
import io.culvert.gateway.adapter.tun.TunSetup;
import io.culvert.gateway.adapter.udp.UdpSockets;
import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.AccessTable;
import io.culvert.gateway.app.access.AccessTimer;
import io.culvert.gateway.app.access.RuledBypass;
import io.culvert.gateway.app.control.ControlLoop;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.control.KeyExchangeThreads;
import io.culvert.gateway.app.control.LoopViews;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.DataplaneThreads;
import io.culvert.gateway.app.dataplane.IkeIngress;
import io.culvert.gateway.app.dataplane.TunPorts;
import io.culvert.gateway.app.policy.KeyRing;
import io.culvert.gateway.app.policy.Ppks;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.app.steering.AnswerDesk;
import io.culvert.gateway.app.steering.CountedLogins;
import io.culvert.gateway.app.steering.Leaves;
import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Pages;
import io.culvert.gateway.app.steering.PopLeaves;
import io.culvert.gateway.app.steering.ProbeDesk;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.app.steering.SteeringDesk;
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
import io.culvert.operation.KafkaWatch;
import io.culvert.steering.category.CategoryIndex;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
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
  private static final int PROXY_THREADS = 2;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ControlLoop loop;
  private final Dataplane dataplane;
  private final AccessControl access;
  private final ConfigurationFeed feed;

  /**
   * Opens sockets, the TUN devices and Kafka, and starts to serve.
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
    PskSeal.KeyPair popKey = PopKeyFile.readOrCreate(config.popKeyFile());
    PskOpener psks = new PskOpener(config.pop(), popKey);
    Ipv4Range carriers = Ipv4Range.parse(config.carrierRange());
    UdpSockets udp = keep(UdpSockets.open(outerAddresses(config)));
    TunPorts tuns = tuns(config, carriers);
    GateRules gate =
        new GateRules(config.openDevice(), config.gateDevice(), carriers, config.proxyPort());
    gate.apply();

    KafkaEventSink sink = keep(new KafkaEventSink(kafka, "/gateway-service/" + config.id()));
    EventSink events = new CountedEvents(metrics, sink);
    AccessTable accessTable = new AccessTable();
    AtomicReference<IkeIngress> ingress = new AtomicReference<>(_ -> {});
    this.dataplane =
        new Dataplane(
            udp,
            tuns,
            input -> Objects.requireNonNull(ingress.get()).accept(input),
            new DataplaneConfig(config.natPort(), carriers, HostLimits.STANDARD),
            accessTable,
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
            events,
            keep(new ConfigurationFile(config.stateDir())),
            new ControlLoop.Intervals(config.telemetryInterval(), config.heartbeatInterval()),
            keep(KeyExchangeThreads.start()),
            System::nanoTime,
            InstantSource.system());
    ingress.set(loop);
    SettingsFile settings = new SettingsFile(config.stateDir());
    this.access =
        new AccessControl(
            self,
            popKey,
            dataplane.hosts(),
            accessTable,
            RuledBypass::of,
            new AccessControl.World(
                loop,
                events,
                gate,
                settings,
                Randomness.secure(),
                System::nanoTime,
                InstantSource.system()));
    Collection<TunnelChange> kept = loop.preload();
    access.preload(kept);
    Leaves leaves = new Leaves(InstantSource.system(), System::nanoTime);
    SteeringDesk steering =
        new SteeringDesk(
            dataplane.hosts(),
            access,
            categories(config),
            new PopLeaves(config.pop(), popKey, leaves));
    steering.preload(settings.load().orElse(List.of()), kept);
    keep(AccessTimer.start(access));
    SteeringCounts counts = new SteeringCounts();
    CountedLogins logins = new CountedLogins(steering);
    keep(proxy(config, steering, logins, leaves, counts));
    keep(LoginWatch.start(steering));
    Thread.ofPlatform().name("control").daemon().start(loop::run);
    keep(DataplaneThreads.start(dataplane));
    keep(KafkaWatch.start(kafka, "tunnels go on as they are, and events wait"));
    this.feed = keep(new ConfigurationFeed(kafka, steering, sink));
    GatewayMetrics.register(
        metrics,
        dataplane,
        new GatewayMetrics.Ike(engine, loop::overflow, loop::unsent),
        new GatewayMetrics.Kafka(
            sink::waiting, sink::dropped, sink::deadLetters, feed::caughtUp, feed::lag),
        new GatewayMetrics.Users(access::sessions, logins, counts));
    LOG.infof(
        "gateway %s of POP %s serves %s, ports %d and %d, POP key %s",
        config.id(),
        config.pop(),
        config.address(),
        config.ikePort(),
        config.natPort(),
        PskSeal.keyId(psks.publicKey()));
  }

  private SteeringProxy proxy(
      GatewayConfig config,
      SteeringDesk desk,
      CountedLogins logins,
      Leaves leaves,
      SteeringCounts counts)
      throws IOException {
    DnsResolver resolver = keep(new DnsResolver());
    ProbeDesk probes = new ProbeDesk(config.pop(), dataplane.hosts(), access, System::nanoTime);
    return SteeringProxy.start(
        SteeringSettings.on(config.proxyPort(), PROXY_THREADS),
        new ProxyPorts(
            desk,
            new AnswerDesk(logins, new Pages(), probes),
            leaves,
            resolver,
            Destinations.OF_TPROXY,
            counts,
            probes,
            new Notices(
                dataplane.hosts(), access::gate, InstantSource.system(), System::nanoTime)));
  }

  /** Where its file cannot be read nothing passes by category, as auth-service tells it too. */
  private static CategoryIndex categories(GatewayConfig config) {
    Optional<Path> file = config.categoriesFile();
    if (file.isEmpty()) {
      return CategoryIndex.builtIn();
    }
    try {
      return CategoryIndex.open(file.get());
    } catch (IOException e) {
      LOG.errorf("no web category is known: %s", e.getMessage());
      return CategoryIndex.none();
    }
  }

  private TunPorts tuns(GatewayConfig config, Ipv4Range carriers) throws IOException {
    int queueLength = TunConfig.OPEN.queueLength();
    TunDevice open = keep(TunDevice.open(config.openDevice()));
    TunSetup.apply(new TunConfig(config.openDevice(), config.mtu(), queueLength, carriers));
    TunDevice gate = keep(TunDevice.open(config.gateDevice()));
    TunSetup.applyGate(new TunConfig(config.gateDevice(), config.mtu(), queueLength, carriers));
    return new TunPorts(open, gate);
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
    return new LoopViews(loop, dataplane, access::sessions);
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
