package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.Nat;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The responder's side of MOBIKE (RFC 4555): the peer tells where it is.
 *
 * <pre>
 *   HDR, SK {N(UPDATE_SA_ADDRESSES), N(NAT…), N(COOKIE2)}  ─►
 *                                                          ◄─  HDR, SK {N(NAT…), N(COOKIE2)}
 *                                                          ◄─  HDR, SK {N(COOKIE2)}
 *   HDR, SK {N(COOKIE2)}                                   ─►                now traffic moves
 * </pre>
 *
 * The other addresses that a peer may have (ADDITIONAL_IP4_ADDRESS and its like) are for an end
 * that would move the traffic by itself, which a responder must not.
 */
final class Mobike {
  private static final int COOKIE_LENGTH = 16;

  private final SaContext sa;
  private final OwnRequests own;
  private ActiveTask.@Nullable RoutabilityCheck latest;

  Mobike(SaContext sa, OwnRequests own) {
    this.sa = sa;
    this.own = own;
  }

  /** What belongs into the answer to an INFORMATIONAL request; moves the peer if it says so. */
  List<Payload> answer(PayloadList request, Arrival arrival) {
    if (sa.peer().filter(Peer::mobike).isEmpty() || !sa.is(IkeSaState.ESTABLISHED)) {
      return List.of();
    }
    List<Payload> answer = new ArrayList<>();
    Optional<NotifyType> refusal = refusal(request, arrival);
    if (refusal.isPresent()) {
      answer.add(NotifyPayload.of(refusal.get()));
    } else if (request.has(NotifyType.UPDATE_SA_ADDRESSES)) {
      move(request, arrival);
    }
    if (refusal.isEmpty() && detectsNat(request)) {
      // RFC 4555 §3.8: in every answer to a request with them, so that the peer sees its NAT change
      answer.addAll(Nat.announce(ends(arrival), sa.path().nat().forced(), sa.env.randomness()));
    }
    request
        .notifies(NotifyType.COOKIE2)
        .findFirst()
        .ifPresent(cookie -> answer.add(NotifyPayload.of(NotifyType.COOKIE2, cookie.data())));
    return answer;
  }

  private Optional<NotifyType> refusal(PayloadList request, Arrival arrival) {
    boolean translated =
        request
            .notifies(NotifyType.NO_NATS_ALLOWED)
            .anyMatch(n -> !n.data().equals(addresses(arrival)));
    if (translated) {
      return Optional.of(NotifyType.UNEXPECTED_NAT_DETECTED); // RFC 4555 §3.9
    }
    return request.has(NotifyType.UPDATE_SA_ADDRESSES) && !sa.admits(arrival)
        ? Optional.of(NotifyType.UNACCEPTABLE_ADDRESSES)
        : Optional.empty();
  }

  /** What NO_NATS_ALLOWED holds where there is no NAT (RFC 4555 §4.2.6). */
  private static Bytes addresses(Arrival arrival) {
    return new ByteWriter()
        .bytes(arrival.remote().getAddress().getAddress())
        .bytes(arrival.local().getAddress().getAddress())
        .u16(arrival.remote().getPort())
        .u16(arrival.local().getPort())
        .toBytes();
  }

  // RFC 4555 §3.5: our own messages go there at once, the traffic when the peer answered there.
  private void move(PayloadList request, Arrival arrival) {
    Path path = sa.path().at(arrival);
    sa.path(
        detectsNat(request)
            ? path.with(Nat.read(request, ends(arrival), path.nat().forced()))
            : path);
  }

  private static boolean detectsNat(PayloadList request) {
    return request.has(NotifyType.NAT_DETECTION_SOURCE_IP)
        && request.has(NotifyType.NAT_DETECTION_DESTINATION_IP);
  }

  /** Asks the peer where it is now, unless the traffic goes there already. */
  void check(long now) {
    latest = null;
    if (!sa.traffic().equals(sa.path().remote())) {
      latest = new ActiveTask.RoutabilityCheck(Bytes.of(sa.env.randomness().bytes(COOKIE_LENGTH)));
      own.submit(latest, now);
    }
  }

  /**
   * Draws the conclusion of an answer. Only the latest check moves the traffic: the peer may have
   * moved on since an earlier one.
   *
   * @return false when the peer did not return what it got: the IKE SA must be closed (§3.7)
   */
  boolean concludes(ActiveTask.RoutabilityCheck check, PayloadList answer) {
    boolean returned =
        answer.notifies(NotifyType.COOKIE2).anyMatch(n -> n.data().equals(check.cookie()));
    if (returned && check.equals(latest)) {
      latest = null;
      sa.moveChildren();
    }
    return returned;
  }

  private Nat.Ends ends(Arrival arrival) {
    return new Nat.Ends(sa.spiI(), sa.spiR(), arrival.local(), arrival.remote());
  }
}
