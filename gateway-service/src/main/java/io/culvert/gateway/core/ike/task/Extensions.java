package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;

/**
 * Extensions of IKEv2 that an end announces in IKE_SA_INIT with a notification without data, and
 * that an IKE SA uses when both ends did.
 *
 * @param types their notifications, in the order they are sent
 */
public record Extensions(List<NotifyType> types) {
  /** No extension. */
  public static final Extensions NONE = new Extensions(List.of());

  /** Copies the list. */
  public Extensions {
    types = List.copyOf(types);
  }

  /**
   * What these settings let us announce.
   *
   * @param ppk whether post-quantum pre-shared keys may be mixed in
   */
  static Extensions of(IkeConfig config, boolean ppk) {
    List<NotifyType> types = new ArrayList<>();
    if (config.fragmentation().enabled()) {
      types.add(NotifyType.FRAGMENTATION_SUPPORTED); // RFC 7383 §2.3
    }
    if (ppk) {
      types.add(NotifyType.USE_PPK); // RFC 8784 §3
    }
    return new Extensions(types);
  }

  /** Those of ours that the peer announced as well. */
  Extensions sharedWith(PayloadList received) {
    return new Extensions(types.stream().filter(received::has).toList());
  }

  /** With what the peer can do and we need not announce (RFC 5685 §3). */
  Extensions withUnanswered(PayloadList received) {
    if (!received.has(NotifyType.REDIRECT_SUPPORTED)) {
      return this;
    }
    List<NotifyType> all = new ArrayList<>(types);
    all.add(NotifyType.REDIRECT_SUPPORTED);
    return new Extensions(all);
  }

  /** The notifications. */
  List<Payload> announce() {
    return types.stream().<Payload>map(NotifyPayload::of).toList();
  }

  /** Whether the peer can be sent to another gateway. */
  public boolean redirect() {
    return types.contains(NotifyType.REDIRECT_SUPPORTED);
  }

  /** Whether messages may be sent, and are accepted, in fragments. */
  public boolean fragmentation() {
    return types.contains(NotifyType.FRAGMENTATION_SUPPORTED);
  }

  /** Whether the initiator may name a post-quantum pre-shared key in IKE_AUTH. */
  public boolean ppk() {
    return types.contains(NotifyType.USE_PPK);
  }
}
