package io.culvert.gateway.app.steering;

import io.culvert.gateway.core.rate.SourceLimit;
import io.culvert.gateway.core.rate.SourceLimit.Rate;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the certificates in use and issues others. A page has a few dozen names. A host that asks
 * for ever new ones, or again and again, is held by limits, so that it cannot burn the processor:
 * whoever gets a certificate also costs us a TLS handshake.
 */
public final class Leaves implements LeafCertificates {
  private static final int MOST = 10_000;
  private static final Rate ISSUED_TO_EACH = new Rate(5, 150);
  private static final Rate ISSUED = new Rate(500, 3_000);
  private static final Rate HANDED_TO_EACH = new Rate(20, 400);
  private static final Rate HANDED_OUT = new Rate(1_000, 10_000);

  /** One that ends sooner is not handed out: a browser may keep its page open that long. */
  private static final Duration LEFT = Duration.ofDays(1);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final SourceLimit handedOut;
  private final SourceLimit issued;
  private final Map<String, Leaf> leaves =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Leaf> eldest) {
          return size() > MOST;
        }
      };
  private @Nullable LeafIssuer issuer;

  /** Each host may cause 150 at once and 5 a second; kept ones are handed out to 400 and 20. */
  public Leaves(InstantSource clock, LongSupplier nanos) {
    this(
        clock,
        nanos,
        new SourceLimit(HANDED_OUT, HANDED_TO_EACH),
        new SourceLimit(ISSUED, ISSUED_TO_EACH));
  }

  Leaves(InstantSource clock, LongSupplier nanos, SourceLimit handedOut, SourceLimit issued) {
    this.clock = clock;
    this.nanos = nanos;
    this.handedOut = handedOut;
    this.issued = issued;
  }

  /** Issues with this from now on; with nothing, if null. */
  public synchronized void issueWith(@Nullable LeafIssuer next) {
    issuer = next;
    leaves.clear();
  }

  @Override
  public synchronized Optional<Leaf> leaf(InetAddress host, String name) {
    Instant now = clock.instant();
    long nowNanos = nanos.getAsLong();
    if (issuer == null || !issuer.notAfter().isAfter(now) || !handedOut.take(host, nowNanos)) {
      return Optional.empty();
    }
    @Nullable Leaf kept = leaves.get(name);
    if (kept != null && lasts(kept, issuer, now)) {
      return Optional.of(kept);
    }
    if (!issued.take(host, nowNanos)) {
      return Optional.empty();
    }
    Leaf made = issuer.issue(name, now);
    leaves.put(name, made);
    return Optional.of(made);
  }

  /** One that ends with the intermediate has no better successor. */
  private static boolean lasts(Leaf leaf, LeafIssuer issuer, Instant now) {
    Instant end = leaf.notAfter();
    return end.isAfter(now) && (end.isAfter(now.plus(LEFT)) || !end.isBefore(issuer.notAfter()));
  }
}
