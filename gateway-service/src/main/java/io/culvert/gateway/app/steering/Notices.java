package io.culvert.gateway.app.steering;

import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.IpProtocol;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.notice.HostKey;
import io.culvert.gateway.core.notice.Notice;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.notice.NoticeBook;
import io.culvert.gateway.core.notice.NoticeEvent;
import io.culvert.gateway.core.notice.NoticeReader;
import io.culvert.gateway.core.rate.TokenBucket;
import io.culvert.gateway.core.steer.Gate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells hosts that listen why requests of theirs are refused, by the proxy and by the kernel. For
 * many threads; while nobody listens it costs next to nothing.
 */
public final class Notices {
  /** A host that scans ports must not keep the packet path from its work. */
  private static final int WATCHED_PER_SECOND = 20;

  private final HostTable hosts;
  private final Supplier<Gate> gate;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final NoticeBook book = new NoticeBook(NoticeBook.Limits.STANDARD);
  private final Map<NoticeReader, Runnable> wakers = new HashMap<>();
  private volatile boolean heard;

  /**
   * With nobody who listens.
   *
   * @param gate what the kernel does not refuse at the moment
   */
  public Notices(HostTable hosts, Supplier<Gate> gate, InstantSource clock, LongSupplier nanos) {
    this.hosts = hosts;
    this.gate = gate;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** A host's listening, until it is closed. */
  public final class Listening implements AutoCloseable {
    private final SteeredHost host;
    private final NoticeReader reader;

    private Listening(SteeredHost host, NoticeReader reader) {
      this.host = host;
      this.reader = reader;
    }

    /** What has happened since the last time. */
    public List<NoticeEvent> take() {
      synchronized (Notices.this) {
        return reader.take();
      }
    }

    @Override
    public void close() {
      end(this);
    }
  }

  /**
   * Listens for a host.
   *
   * @param news called by any thread, holding a lock, when there is something to take
   * @return empty when enough listen already
   */
  public synchronized Optional<Listening> listen(SteeredHost host, Runnable news) {
    HostKey key = key(host);
    Optional<NoticeReader> reader = book.open(key);
    reader.ifPresent(open -> wakers.put(open, news));
    heard = book.size() > 0;
    Host itself = host.in(hosts);
    if (reader.isPresent() && itself != null && itself.watch() == null) {
      long now = nanos.getAsLong();
      TokenBucket rate = new TokenBucket(WATCHED_PER_SECOND, WATCHED_PER_SECOND, now);
      itself.watch((ip, at) -> gated(key, rate, ip, at));
    }
    return reader.map(open -> new Listening(host, open));
  }

  private synchronized void end(Listening listening) {
    wakers.remove(listening.reader);
    boolean last = book.close(listening.reader);
    heard = book.size() > 0;
    Host itself = listening.host.in(hosts);
    if (last && itself != null) {
      itself.watch(null);
    }
  }

  /** Something of a host was refused by the proxy. */
  public void refused(SteeredHost host, Reason reason, String target) {
    if (heard) {
      tell(key(host), reason, target, nanos.getAsLong());
    }
  }

  private void gated(HostKey host, TokenBucket rate, Ipv4View ip, long now) {
    if (gate.get().refuses(ip) && rate.take(1, now)) {
      String address = Ipv4Range.text(ip.destination());
      boolean port = ip.protocol() == IpProtocol.TCP || ip.protocol() == IpProtocol.UDP;
      tell(host, Reason.BLOCKED, port ? address + ":" + ip.destinationPort() : address, now);
    }
  }

  private synchronized void tell(HostKey host, Reason reason, String target, long now) {
    for (NoticeReader reader : book.add(host, new Notice(clock.instant(), reason, target), now)) {
      Runnable news = wakers.get(reader);
      if (news != null) {
        news.run();
      }
    }
  }

  private static HostKey key(SteeredHost host) {
    return new HostKey(host.tunnelId(), host.inside());
  }
}
