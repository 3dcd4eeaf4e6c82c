package io.culvert.config.app;

import java.time.Instant;

/** Where it is kept which key a tunnel's device used last. Its calls block. */
public interface KeyUses {
  /**
   * That a device proved a key.
   *
   * @param tunnelId the tunnel
   * @param tenant of the tunnel
   * @param slot {@code current} or {@code previous}, as the gateway knew the tunnel
   * @param version the revision of the tunnel that the gateway knew
   * @param at when
   */
  record Proof(long tunnelId, String tenant, String slot, long version, Instant at) {}

  /**
   * Keeps it, unless a later one is kept. What was current to the gateway may be the previous key
   * by now; what is neither any more is not kept.
   */
  void add(Proof proof);
}
