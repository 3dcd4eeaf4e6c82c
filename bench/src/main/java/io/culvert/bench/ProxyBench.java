package io.culvert.bench;

import io.culvert.gateway.adapter.steering.DnsResolver;
import io.culvert.gateway.adapter.steering.ProxyPorts;
import io.culvert.gateway.adapter.steering.SteeringProxy;
import io.culvert.gateway.adapter.steering.SteeringSettings;
import io.culvert.gateway.adapter.steering.SteeringSettings.Bound;
import io.culvert.gateway.app.steering.AnswerDesk;
import io.culvert.gateway.app.steering.LoginDesk;
import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Pages;
import io.culvert.gateway.app.steering.Probes;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.OutsideAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The steering proxy on loopback: connections that are looked at and passed on, and one that
 * carries much, per second of the processor time of the proxy's own threads.
 */
final class ProxyBench {
  private static final int CLIENTS = 4;
  private static final Duration WARM = Duration.ofSeconds(4);
  private static final Duration TIME = Duration.ofSeconds(8);
  private static final long OCTETS = 4L << 30;
  private static final byte[] REQUEST =
      "GET /small HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LARGE =
      "GET /large HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
          .getBytes(StandardCharsets.US_ASCII);

  private ProxyBench() {}

  static void run(PrintWriter out) {
    out.println("\nSteering proxy, on loopback");
    try (ServerSocket site = site();
        DnsResolver resolver = new DnsResolver();
        SteeringProxy proxy = proxy(site, resolver)) {
      InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
      long unused = connections(to, WARM);
      long before = proxyNanos();
      long made = connections(to, TIME);
      out.printf(
          "  %,.0f connections a second of the proxy's processor time (aim 5,000); %,d a second%n",
          made / ((proxyNanos() - before) / 1e9), made / TIME.toSeconds());
      before = proxyNanos();
      long start = System.nanoTime();
      long carried = exchange(to, LARGE);
      double bits = carried * 8.0;
      out.printf(
          "  %.1f Gbit a second of the proxy's processor time (aim 2); %.1f Gbit/s%n",
          bits / (proxyNanos() - before), bits / (System.nanoTime() - start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SteeringProxy proxy(ServerSocket site, DnsResolver resolver) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    InetSocketAddress wanted = new InetSocketAddress(loopback, site.getLocalPort());
    LoginDesk nobody = new NoDesk();
    SteeredHost host =
        new SteeredHost(
            "acme",
            7,
            0x7f000001,
            0x0a000001,
            0,
            _ -> new Names.HostPasses(),
            false,
            new SteeredHost.Look("Acme", "#0a5c36"));
    SteeringSettings settings =
        new SteeringSettings(
            new InetSocketAddress(loopback, 0),
            false,
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            new Bound(10_000, 10_000),
            new Bound(10_000, 10_000),
            new OutsideAddresses(List.of()));
    return SteeringProxy.start(
        settings,
        new ProxyPorts(
            (_, _) -> Optional.of(host),
            new AnswerDesk(nobody, new Pages(), Probes.NONE),
            (_, _) -> Optional.empty(),
            resolver,
            _ -> wanted,
            new SteeringCounts(),
            Probes.NONE,
            new Notices(
                new HostTable(
                    Ipv4Range.parse("100.64.0.0/10"),
                    HostLimits.STANDARD,
                    (_, _, _) -> Access.OPEN),
                () -> Gate.CLOSED,
                InstantSource.system(),
                System::nanoTime)));
  }

  /** Nobody logs in here. */
  private static final class NoDesk implements LoginDesk {
    @Override
    public Optional<String> loginAddress(SteeredHost host, String url) {
      return Optional.empty();
    }

    @Override
    public Redeemed redeem(SteeredHost host, String grant) {
      return new Refused(Refusal.UNREADABLE);
    }
  }

  private static long connections(InetSocketAddress to, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    AtomicLong made = new AtomicLong();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          CompletableFuture.runAsync(
              () -> {
                while (System.nanoTime() < end) {
                  long unused = exchange(to, REQUEST);
                  made.incrementAndGet();
                }
              },
              Thread.ofPlatform().daemon()::start));
    }
    clients.forEach(CompletableFuture::join);
    return made.get();
  }

  /** One request; answers how many octets came back. */
  private static long exchange(InetSocketAddress to, byte[] request) {
    byte[] buffer = new byte[1 << 18];
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      // Ports of loopback would run out while closed connections are remembered.
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      long total = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
      return total;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static ServerSocket site() throws IOException {
    ServerSocket site = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    for (int i = 0; i < CLIENTS; i++) {
      Thread unused = Thread.ofPlatform().daemon().start(() -> serve(site));
    }
    return site;
  }

  private static void serve(ServerSocket site) {
    byte[] request = new byte[1_024];
    while (!site.isClosed()) {
      try (Socket socket = site.accept()) {
        int length = socket.getInputStream().read(request);
        OutputStream answer = socket.getOutputStream();
        if (length > 5 && request[5] == 'l') {
          large(answer);
        } else {
          answer.write(ANSWER);
        }
      } catch (IOException e) {
        // The client is gone, or the site is closed: the loop tells.
      }
    }
  }

  private static void large(OutputStream answer) throws IOException {
    byte[] block = new byte[1 << 18];
    for (long sent = 0; sent < OCTETS; sent += block.length) {
      answer.write(block);
    }
  }

  private static long proxyNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith("steering")) {
        nanos += Math.max(0, threads.getThreadCpuTime(info.getThreadId()));
      }
    }
    return nanos;
  }
}
