package io.culvert.config.app;

import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.IpText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How often API tokens may call, and how often one may fail to log in. */
@ApplicationScoped
public class CallLimits {
  /** Bounds memory; some 100 octets each. */
  private static final int MOST = 50_000;

  private static final String ALL = "all";

  private final Buckets<Use> calls;
  private final Buckets<String> logins;
  private final Buckets<String> guesses;
  private final Buckets<String> strangers;

  private record Use(String tenant, @Nullable Endpoint endpoint) {}

  CallLimits(AccessSettings settings) {
    int failed = settings.failedLoginsPerMinute();
    int lookups = settings.unknownTokensPerSecond();
    calls = new Buckets<>(settings.requestsPerSecond(), settings.burst(), MOST, System::nanoTime);
    logins = new Buckets<>(failed / 60.0, failed, MOST, System::nanoTime);
    guesses = new Buckets<>(failed / 60.0, failed, MOST, System::nanoTime);
    strangers = new Buckets<>(lookups, lookups, 1, System::nanoTime);
  }

  /**
   * Counts a call by an API token.
   *
   * @param endpoint null when it went where no token is let in
   * @throws ThrottledException when it is one too many
   */
  public void call(String tenant, @Nullable Endpoint endpoint) {
    calls
        .take(new Use(tenant, endpoint))
        .ifPresent(
            wait -> {
              throw new ThrottledException("too many calls of this endpoint; slow down", wait);
            });
  }

  /** Counts a failed login; answers how long to wait when there were too many. */
  public Optional<Duration> failed(String address) {
    return logins.take(network(address));
  }

  /**
   * Counts a token that is nobody's.
   *
   * @throws ThrottledException when there were too many from that address
   */
  void guessed(String address) {
    guesses
        .take(network(address))
        .ifPresent(
            wait -> {
              throw refusal(wait);
            });
  }

  /**
   * Asked before a token is looked up of which this process knows nothing good.
   *
   * @throws ThrottledException when the address, or everybody together, was wrong too often
   */
  void stranger(String address) {
    guesses
        .look(network(address))
        .or(() -> strangers.take(ALL))
        .ifPresent(
            wait -> {
              throw refusal(wait);
            });
  }

  /** The token was there after all, so its look-up does not count. */
  void noStranger() {
    strangers.giveBack(ALL);
  }

  /** The refusal of one who fails to log in too often. */
  public static ThrottledException refusal(Duration wait) {
    return new ThrottledException("too many failed logins; wait", wait);
  }

  /** Who has an IPv6 address usually has the other addresses of its /64 too. */
  private static String network(String address) {
    String canonical = IpText.canonical(address).orElse(address);
    if (canonical.indexOf(':') < 0) {
      return canonical;
    }
    byte[] octets = Inet6Address.ofLiteral(canonical).getAddress();
    return HexFormat.of().formatHex(octets, 0, 8);
  }
}
