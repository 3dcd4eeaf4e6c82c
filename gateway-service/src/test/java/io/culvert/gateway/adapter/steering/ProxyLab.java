package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.adapter.steering.SteeringSettings.Bound;
import io.culvert.gateway.app.steering.AnswerDesk;
import io.culvert.gateway.app.steering.Leaves;
import io.culvert.gateway.app.steering.LoginDesk;
import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Pages;
import io.culvert.gateway.app.steering.Probes;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.app.steering.SteeredHost.Look;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.app.steering.TestAuthority;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Inside;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.Names.Verdict;
import io.culvert.gateway.core.steer.OutsideAddresses;
import io.culvert.gateway.core.steer.PageReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy on loopback. Hosts are 127.0.0.2 and up: each connects from its address. They want to go
 * to {@link #wanted}; names lead to {@link #addresses}.
 */
final class ProxyLab implements AutoCloseable {
  static final int LOOPBACK = 0x7f000001;
  static final Bound FEW = new Bound(256, 1_000);

  final TestAuthority authority = new TestAuthority(Instant.now(), Duration.ofDays(30));

  /** Its limits see no time pass. */
  final Leaves leaves = new Leaves(InstantSource.system(), () -> 0);

  final Map<String, List<Integer>> addresses = new ConcurrentHashMap<>();
  final Queue<String> grants = new ConcurrentLinkedQueue<>();
  final SteeringCounts counts = new SteeringCounts();
  final Notices notices =
      new Notices(
          new HostTable(
              Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, (_, _, _) -> Access.GATED),
          () -> Gate.CLOSED,
          InstantSource.system(),
          System::nanoTime);
  final SteeringProxy proxy;
  volatile InetSocketAddress wanted = at(1, 9);
  private volatile boolean forwardedFor;

  ProxyLab() throws Exception {
    this(settings(Duration.ofSeconds(10), FEW, new OutsideAddresses(List.of())));
  }

  ProxyLab(SteeringSettings settings) throws Exception {
    leaves.issueWith(authority.issuer());
    proxy =
        SteeringProxy.start(
            settings,
            new ProxyPorts(
                this::host,
                new AnswerDesk(new Desk(), new Pages(), new Probing()),
                leaves,
                name -> CompletableFuture.completedFuture(addresses.getOrDefault(name, List.of())),
                _ -> wanted,
                counts,
                new Probing(),
                notices));
  }

  static SteeringSettings settings(Duration peekTime, Bound bound, OutsideAddresses outside) {
    return new SteeringSettings(
        at(1, 0), false, 2, peekTime, Duration.ofSeconds(10), bound, bound, outside);
  }

  private Optional<SteeredHost> host(int carrier, int port) {
    return carrier == LOOPBACK + 98
        ? Optional.empty()
        : Optional.of(
            new SteeredHost(
                "t",
                1,
                carrier,
                0xc0a80105 + (carrier & 0xff), // 192.168.1.7 and up
                0xc0000201,
                ProxyLab::verdict,
                forwardedFor,
                new Look("Acme", "#0a5c36")));
  }

  /** Names that begin so pass; the rest must log in. */
  private static Verdict verdict(String name) {
    if (name.startsWith("pass")) {
      return new Names.NamePasses();
    }
    if (name.startsWith("open")) {
      return new Names.HostPasses();
    }
    return name.startsWith("late") ? new Names.Blocked(PageReason.SUSPENDED) : new Names.LogIn();
  }

  /** 10.64.0.1 is the probe address, of all hosts but 127.0.0.99. */
  private final class Probing implements Probes {
    @Override
    public boolean isProbe(int address) {
      return address == 0x0a400001;
    }

    @Override
    public Optional<SteeredHost> find(int carrier) {
      return host(carrier, 80);
    }

    @Override
    public Optional<Inside> inside(SteeredHost host) {
      return Optional.of(
          new Inside(host.tunnelId(), "pop-a", "host " + host.carrier(), null, "t", "https://l/t"));
    }
  }

  private final class Desk implements LoginDesk {
    @Override
    public Optional<String> loginAddress(SteeredHost host, String url) {
      return Optional.of("https://login.test/?for=" + url);
    }

    @Override
    public Redeemed redeem(SteeredHost host, String grant) {
      grants.add(grant);
      return grant.equals("good")
          ? new Opened("http://www.test/page")
          : new Refused(Refusal.NOT_ASKED_FOR);
    }
  }

  /** A port of 127.0.0.n. */
  static InetSocketAddress at(int n, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + n), port);
  }

  /** From now on with X-Forwarded-For. */
  ProxyLab tellingOrigins() {
    forwardedFor = true;
    return this;
  }

  /** A connection of the host 127.0.0.n. */
  Socket connect(int n) throws IOException {
    Socket socket = new Socket();
    socket.bind(at(n, 0));
    socket.connect(at(1, proxy.port()));
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The same, wanting to go there. */
  Socket connect(int n, InetSocketAddress to) throws IOException {
    wanted = to;
    return connect(n);
  }

  /** All that host 127.0.0.2 is answered to this. */
  String ask(String request) throws IOException {
    try (Socket socket = connect(2)) {
      return ask(socket, request);
    }
  }

  static String ask(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static String get(String host, String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n";
  }

  @Override
  public void close() {
    proxy.close();
  }
}
