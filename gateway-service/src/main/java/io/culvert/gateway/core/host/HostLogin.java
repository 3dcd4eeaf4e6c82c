package io.culvert.gateway.core.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway remembers of the log-ins at one host: the nonce it gave to just this host
 * (docs/adr/0014), and how often another user came. For one thread.
 */
public final class HostLogin {
  /** How long a browser may take from the first redirect to the grant. */
  private static final long NONCE_LIFE_NANOS = Duration.ofMinutes(10).toNanos();

  private static final int MOST_CHANGES = 3;
  private static final long CHANGES_WITHIN_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long SUSPENSION_MILLIS = Duration.ofMinutes(5).toMillis();

  private @Nullable String nonce;
  private long nonceNanos;
  private @Nullable String user;
  private long userSinceMillis = Long.MIN_VALUE;
  private final long[] changes = new long[MOST_CHANGES];
  private int changed;
  private long suspendedUntilMillis = Long.MIN_VALUE;

  /** How a nonce that came back compares with the one that was given. */
  public enum Return {
    /** It is the one; it is used up now. */
    TAKEN,
    /** It is the one, but it came too late. */
    LATE,
    /** It is none that this host still has. */
    UNKNOWN
  }

  /** The nonce of a log-in that is under way; several tabs of a browser share one. */
  public Optional<String> pending(long nowNanos) {
    return isLate(nowNanos) ? Optional.empty() : Optional.ofNullable(nonce);
  }

  /** Notes the nonce that the host is sent away with now, a new one or the pending one. */
  public void sentWith(String given, long nowNanos) {
    nonce = given;
    nonceNanos = nowNanos;
  }

  /** Compares a nonce in constant time, and takes it out if it is the pending one. */
  public Return comesBack(String brought, long nowNanos) {
    String expected = nonce;
    if (expected == null || !MessageDigest.isEqual(octets(expected), octets(brought))) {
      return Return.UNKNOWN;
    }
    boolean late = isLate(nowNanos);
    nonce = null;
    return late ? Return.LATE : Return.TAKEN;
  }

  private boolean isLate(long nowNanos) {
    return nonce != null && nowNanos - nonceNanos > NONCE_LIFE_NANOS;
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Notes who logged in, and suspends the host when that is the fourth change within a minute.
   *
   * @param sinceMillis when that was, wall clock: records may be told late and more than once
   * @return whether the host may have this user
   */
  public boolean logsIn(String name, long sinceMillis) {
    if (isSuspended(sinceMillis)) {
      return false;
    }
    if (sinceMillis < userSinceMillis) {
      return true; // told again, after its successors
    }
    String before = user;
    user = name;
    userSinceMillis = sinceMillis;
    if (before == null || before.equals(name)) {
      return true;
    }
    int at = changed % MOST_CHANGES;
    boolean flaps = changed >= MOST_CHANGES && sinceMillis - changes[at] <= CHANGES_WITHIN_MILLIS;
    changes[at] = sinceMillis;
    changed++;
    if (flaps) {
      suspendedUntilMillis = sinceMillis + SUSPENSION_MILLIS;
      changed = 0;
    }
    return !flaps;
  }

  /** Whether nobody may log in here at that time of the wall clock. */
  public boolean isSuspended(long atMillis) {
    return atMillis < suspendedUntilMillis;
  }
}
