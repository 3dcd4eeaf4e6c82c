package io.culvert.gateway.core.ike.sa;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The child SAs of one IKE SA, by our inbound SPI. */
final class Children {
  /** RFC 7296 §1.3 lets us refuse more: NO_ADDITIONAL_SAS. */
  static final int MOST = 10;

  private final Map<Integer, ChildSa> bySpi = new LinkedHashMap<>();

  /** The peer's SPIs of child SAs it deleted before the response that makes them reached us. */
  private final Set<Integer> deletedEarly = new HashSet<>();

  void put(ChildSa child) {
    bySpi.put(child.inboundSpi(), child);
  }

  Optional<ChildSa> remove(int inboundSpi) {
    return Optional.ofNullable(bySpi.remove(inboundSpi));
  }

  Optional<ChildSa> byInbound(int spi) {
    return Optional.ofNullable(bySpi.get(spi));
  }

  /** By the peer's SPI, which is how the peer names it (RFC 7296 §3.11). */
  Optional<ChildSa> byOutbound(int spi) {
    return bySpi.values().stream().filter(c -> c.outboundSpi() == spi).findFirst();
  }

  /** The peer deleted one we do not know, while we wait for the answer to a request for one. */
  void deletedEarly(int outboundSpi) {
    if (deletedEarly.size() < MOST) {
      deletedEarly.add(outboundSpi);
    }
  }

  /** The answer is here: whether what it makes is deleted already. */
  boolean wasDeletedEarly(int outboundSpi) {
    boolean deleted = deletedEarly.contains(outboundSpi);
    deletedEarly.clear();
    return deleted;
  }

  List<ChildSa> all() {
    return new ArrayList<>(bySpi.values());
  }

  boolean isIn(ChildSa.State state, int inboundSpi) {
    return byInbound(inboundSpi).filter(c -> c.state() == state).isPresent();
  }

  /** Whether the peer leaves behind what its rekeys replaced. */
  boolean isCrowded() {
    return bySpi.size() >= 3 * MOST;
  }

  boolean anyCounts() {
    return bySpi.values().stream().anyMatch(ChildSa::counts);
  }

  boolean isFull() {
    return bySpi.values().stream().filter(ChildSa::counts).count() >= MOST;
  }

  /** When something is to be done about one of them; {@code Long.MAX_VALUE} for never. */
  long nextDeadline(boolean mayRekey) {
    return bySpi.values().stream()
        .mapToLong(c -> mayRekey ? c.nextDeadline() : c.deadlines().hard())
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
