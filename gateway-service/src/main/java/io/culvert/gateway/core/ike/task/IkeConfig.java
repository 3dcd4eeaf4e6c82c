package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Settings of the IKE engine.
 *
 * @param identities what this gateway may be called by a peer; the first is its own choice, and
 *     where there is none, the local address is
 * @param ike the algorithms allowed for an IKE SA
 * @param forceEncapsulation always signal a NAT, so that ESP travels in UDP
 * @param halfOpen limits on negotiations not yet authenticated
 * @param timing lifetimes and timers
 * @param fragmentation whether and how large messages are split
 * @param crashSecret what tokens for quick crash detection are made of; it outlives a restart, and
 *     without it there are none
 */
public record IkeConfig(
    List<Identity> identities,
    IkePolicy ike,
    boolean forceEncapsulation,
    HalfOpen halfOpen,
    Timing timing,
    Fragmentation fragmentation,
    Optional<Secret> crashSecret) {
  public IkeConfig {
    identities = List.copyOf(identities);
  }

  /** Settings without quick crash detection. */
  public IkeConfig(
      List<Identity> identities,
      IkePolicy ike,
      boolean forceEncapsulation,
      HalfOpen halfOpen,
      Timing timing,
      Fragmentation fragmentation) {
    this(identities, ike, forceEncapsulation, halfOpen, timing, fragmentation, Optional.empty());
  }

  /** The same with quick crash detection (RFC 6290). */
  public IkeConfig withCrashSecret(Secret secret) {
    return new IkeConfig(
        identities, ike, forceEncapsulation, halfOpen, timing, fragmentation, Optional.of(secret));
  }

  /** The defaults, for a gateway known by its addresses only. */
  public static IkeConfig standard() {
    return new IkeConfig(
        List.of(),
        IkePolicy.standard(),
        true,
        HalfOpen.standard(),
        Timing.standard(),
        Fragmentation.standard());
  }

  /** The same but for fragmentation. */
  public IkeConfig with(Fragmentation other) {
    return new IkeConfig(identities, ike, forceEncapsulation, halfOpen, timing, other, crashSecret);
  }

  /**
   * Fragmentation of protected messages (RFC 7383).
   *
   * @param enabled whether we announce it, and use it with peers that do
   * @param mostOctets the largest IP datagram we send an IKE message in, where the peer does
   */
  public record Fragmentation(boolean enabled, int mostOctets) {
    // Room for all headers, a few octets of a message and the longest IV and ICV.
    private static final int LEAST = 160;

    /** Refuses a limit in which nothing has room. */
    public Fragmentation {
      if (mostOctets < LEAST) {
        throw new IllegalArgumentException("an IP datagram has at least " + LEAST + " octets");
      }
    }

    /** On; 1280 octets, which every IPv6 link carries (RFC 7383 §2.5.1). */
    public static Fragmentation standard() {
      return new Fragmentation(true, 1280);
    }
  }

  /**
   * Limits on negotiations that are not authenticated yet.
   *
   * @param cookieThreshold from this many on, a cookie is asked for (RFC 7296 §2.6)
   * @param limit at most this many in all
   * @param limitPerSource at most this many per source address
   * @param lifetime how long one may take
   */
  public record HalfOpen(int cookieThreshold, int limit, int limitPerSource, Duration lifetime) {
    /** 200, 10,000, 100, 30 s. */
    public static HalfOpen standard() {
      return new HalfOpen(200, 10_000, 100, Duration.ofSeconds(30));
    }

    /**
     * From this many of a source on, it is asked for a cookie: half of its limit, so that who
     * forges its address cannot use up the rest and keep it out.
     */
    public int cookieThresholdPerSource() {
      return (limitPerSource + 1) / 2;
    }
  }

  /**
   * Lifetimes and timers.
   *
   * @param ikeLifetime hard lifetime of an IKE SA; it is rekeyed between 80 % and 90 % of it
   * @param childLifetime hard lifetime of a child SA; rekeyed likewise
   * @param dpdSilence silence of the peer after which it is probed
   * @param retransmit waits after each transmission of a request; after the last we give up
   * @param linger how long a finished IKE SA still answers retransmissions
   */
  public record Timing(
      Duration ikeLifetime,
      Duration childLifetime,
      Duration dpdSilence,
      List<Duration> retransmit,
      Duration linger) {
    public Timing {
      retransmit = List.copyOf(retransmit);
    }

    /** 8 h, 2 h, 20 s, {@link #patient}, 10 s. */
    public static Timing standard() {
      return new Timing(
          Duration.ofHours(8),
          Duration.ofHours(2),
          Duration.ofSeconds(20),
          patient(),
          Duration.ofSeconds(10));
    }

    /**
     * A dozen transmissions over four minutes, as RFC 7296 §2.4 suggests: a line that is away for a
     * minute or two costs no tunnel. Waits of 1, 2, 4, 8 and 16 s, then seven of 30 s.
     */
    private static List<Duration> patient() {
      return IntStream.range(0, 12)
          .mapToObj(sent -> Duration.ofSeconds(Math.min(1L << sent, 30)))
          .toList();
    }
  }
}
