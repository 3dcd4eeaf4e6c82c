package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.net.TrafficSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Traffic selectors both ends can live with (RFC 7296 §2.9).
 *
 * @param local our side's
 * @param remote the peer's side's
 */
record Narrowing(List<TrafficSelector> local, List<TrafficSelector> remote) {
  /** More than this many in one answer serves nobody; the peer sends the others to a new child. */
  private static final int MOST = 32;

  /** The common part of what was offered and what we grant; empty when a side has none. */
  static Optional<Narrowing> of(
      List<TrafficSelector> offeredLocal, List<TrafficSelector> offeredRemote, ChildTerms terms) {
    List<TrafficSelector> local = common(offeredLocal, terms.local());
    List<TrafficSelector> remote = common(offeredRemote, terms.remote());
    // A selector of an IP version or protocol the other side lacks can match no packet.
    List<TrafficSelector> pairedLocal = pairedWith(local, remote);
    List<TrafficSelector> pairedRemote = pairedWith(remote, local);
    return pairedLocal.isEmpty()
        ? Optional.empty()
        : Optional.of(new Narrowing(pairedLocal, pairedRemote));
  }

  private static List<TrafficSelector> common(
      List<TrafficSelector> offered, List<TrafficSelector> granted) {
    List<TrafficSelector> both = new ArrayList<>();
    for (TrafficSelector offer : offered) {
      for (TrafficSelector grant : granted) {
        if (both.size() < MOST) {
          offer.intersect(grant).filter(ts -> !both.contains(ts)).ifPresent(both::add);
        }
      }
    }
    return both;
  }

  private static List<TrafficSelector> pairedWith(
      List<TrafficSelector> side, List<TrafficSelector> other) {
    return side.stream().filter(ts -> other.stream().anyMatch(o -> meet(o, ts))).toList();
  }

  private static boolean meet(TrafficSelector one, TrafficSelector other) {
    boolean sameProtocol =
        one.protocol() == 0 || other.protocol() == 0 || one.protocol() == other.protocol();
    return sameProtocol && one.isIpv4() == other.isIpv4();
  }
}
