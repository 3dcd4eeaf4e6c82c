package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.List;
import java.util.Optional;

/**
 * How to connect as a device.
 *
 * @param tunnelId a number for events and commands
 * @param identity who we are
 * @param wantedPeer whom we ask for (IDr)
 * @param psk the pre-shared key; stays the property of the giver
 * @param ike what we offer for the IKE SA
 * @param firstKe the group we guess
 * @param esp what we offer for child SAs
 * @param pfs the group of further child SAs and rekeys
 * @param inside our side's selectors
 * @param outside the gateway's side's selectors
 * @param initialContact say that we have no other IKE SA
 * @param childless authenticate without a child SA, where the peer can do that (RFC 6023)
 * @param ppk the post-quantum key to mix in (RFC 8784)
 */
public record InitiatorProfile(
    long tunnelId,
    Identity identity,
    Optional<Identity> wantedPeer,
    Secret psk,
    IkePolicy ike,
    KeMethod firstKe,
    EspPolicy esp,
    Optional<KeMethod> pfs,
    List<TrafficSelector> inside,
    List<TrafficSelector> outside,
    boolean initialContact,
    boolean childless,
    Optional<WantedPpk> ppk) {
  /**
   * A post-quantum key.
   *
   * @param required do not connect without it
   */
  public record WantedPpk(Ppk key, boolean required) {}

  public InitiatorProfile {
    inside = List.copyOf(inside);
    outside = List.copyOf(outside);
  }

  /** A device that wants its first child SA at once. */
  public InitiatorProfile(
      long tunnelId,
      Identity identity,
      Optional<Identity> wantedPeer,
      Secret psk,
      IkePolicy ike,
      KeMethod firstKe,
      EspPolicy esp,
      Optional<KeMethod> pfs,
      List<TrafficSelector> inside,
      List<TrafficSelector> outside,
      boolean initialContact) {
    this(
        tunnelId,
        identity,
        wantedPeer,
        psk,
        ike,
        firstKe,
        esp,
        pfs,
        inside,
        outside,
        initialContact,
        false,
        Optional.empty());
  }

  /** The same, without a child SA at first. */
  public InitiatorProfile withoutChild() {
    return new InitiatorProfile(
        tunnelId,
        identity,
        wantedPeer,
        psk,
        ike,
        firstKe,
        esp,
        pfs,
        inside,
        outside,
        initialContact,
        true,
        ppk);
  }

  /** The same with a post-quantum key. */
  public InitiatorProfile with(WantedPpk wanted) {
    return new InitiatorProfile(
        tunnelId,
        identity,
        wantedPeer,
        psk,
        ike,
        firstKe,
        esp,
        pfs,
        inside,
        outside,
        initialContact,
        childless,
        Optional.of(wanted));
  }

  /** What it asks of a child SA. */
  public ChildTerms terms() {
    return new ChildTerms(esp, inside, outside, pfs);
  }
}
