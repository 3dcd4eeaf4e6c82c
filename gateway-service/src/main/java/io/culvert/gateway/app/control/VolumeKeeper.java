package io.culvert.gateway.app.control;

import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.ike.engine.Input;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has the keys of a child SA replaced before they have protected too much, however young they are
 * (RFC 7296 §2.8, RFC 4301 §4.4.2.1). For one thread.
 */
final class VolumeKeeper {
  private final Limits limits;
  private final Consumer<Input> engine;
  private Set<Integer> asked = Set.of();

  /**
   * How much one key may protect, in packets and in octets: beyond {@code soft} it is replaced,
   * beyond {@code hard} the child SA ends.
   */
  record Limits(long softPackets, long hardPackets, long softOctets, long hardOctets) {
    /**
     * Half of the sequence numbers, and all of them, for they must not repeat (RFC 4303 §3.3.3) and
     * AES-GCM's nonces follow them (RFC 4106 §2). 2^38 octets, and twice that: with AES-GCM what
     * RFC 8446 §5.5 allows a key (2^24.5 records of 2^14 octets), with AES-CBC 2^34 blocks, far
     * from the birthday bound of 2^64. At a gigabit per second that is a rekey every 37 minutes.
     */
    static final Limits STANDARD = new Limits(1L << 31, 0xFFFF_FFFFL, 1L << 38, 1L << 39);
  }

  VolumeKeeper(Limits limits, Consumer<Input> engine) {
    this.limits = limits;
    this.engine = engine;
  }

  /** Looks at what all child SAs have protected by now; to be called about once a second. */
  void look(Collection<Usage> usages) {
    Set<Integer> over = new HashSet<>();
    for (Usage usage : usages) {
      int spi = usage.inboundSpi();
      if (exceeds(usage, limits.hardPackets(), limits.hardOctets())) {
        engine.accept(new Input.ExpireChild(spi));
      } else if (exceeds(usage, limits.softPackets(), limits.softOctets())) {
        over.add(spi);
        if (!asked.contains(spi)) {
          // Once is enough: the engine tries until it succeeds or the child SA ends.
          engine.accept(new Input.RekeyChild(spi));
        }
      }
    }
    asked = Set.copyOf(over);
  }

  private static boolean exceeds(Usage usage, long packets, long octets) {
    return usage.packets() >= packets || usage.octets() >= octets;
  }
}
