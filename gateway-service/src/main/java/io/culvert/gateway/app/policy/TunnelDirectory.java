package io.culvert.gateway.app.policy;

import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of the service by id and identity, as last heard. All POPs' tunnels are kept, so that
 * a device at the wrong POP can be told apart from an unknown one in the event. Not thread-safe.
 */
public final class TunnelDirectory {
  private final String pop;
  private final PskOpener psks;
  private final Map<Long, TunnelChange> byId = new HashMap<>();
  private final Map<Long, List<AcceptedPsk>> keysById = new HashMap<>();
  private final Map<SourceIdentity, Long> byIdentity = new HashMap<>();
  private final Set<Long> unconfirmed = new HashSet<>();

  /** Those that were live when their licence ended, and may connect again until the grace ends. */
  private final Set<Long> graced = new HashSet<>();

  /** An empty directory of a gateway in that POP. */
  public TunnelDirectory(String pop, PskOpener psks) {
    this.pop = pop;
    this.psks = psks;
  }

  /** What a change means for a live tunnel. */
  public sealed interface Consequence {
    /** Nothing: the tunnel may go on. */
    record GoesOn() implements Consequence {}

    /** It must be closed now; the code says why. */
    record MustClose(Reason reason) implements Consequence {}

    /** What was proven by another key than these must be closed now. */
    record KeysRetired(List<AcceptedPsk> accepted) implements Consequence {}
  }

  /**
   * Fills the directory with what was kept on disk; {@link #unconfirmed} tells later what was not
   * heard of.
   */
  public void preload(Collection<TunnelChange> kept) {
    for (TunnelChange tunnel : kept) {
      erase(put(tunnel));
      unconfirmed.add(tunnel.id());
    }
  }

  /** Takes a tunnel as it now is; an older version than the known one changes nothing. */
  public Consequence apply(TunnelChange change) {
    unconfirmed.remove(change.id());
    TunnelChange known = byId.get(change.id());
    if (known != null && change.version() < known.version()) {
      return new Consequence.GoesOn();
    }
    List<AcceptedPsk> former = put(change);
    boolean sameKeys =
        keysOf(change.id()).stream()
            .map(AcceptedPsk::secret)
            .toList()
            .containsAll(former.stream().map(AcceptedPsk::secret).toList());
    erase(former);
    return known == null ? new Consequence.GoesOn() : consequence(known, change, sameKeys);
  }

  /**
   * Whether a tunnel without a licence may connect all the same: it was live when the grace began,
   * and devices that reauthenticate break their connection first.
   */
  public boolean graced(long id) {
    return graced.contains(id);
  }

  /** Takes note whether a tunnel was live when it was last changed. */
  public void noteLive(long id, boolean live) {
    TunnelChange tunnel = byId.get(id);
    if (tunnel == null || tunnel.licensed() || !tunnel.licenceGrace()) {
      graced.remove(id);
    } else if (live) {
      graced.add(id);
    }
  }

  /** Answers the keys it had before. */
  private List<AcceptedPsk> put(TunnelChange change) {
    TunnelChange old = byId.put(change.id(), change);
    if (old != null) {
      byIdentity.remove(old.identity(), old.id());
    }
    byIdentity.put(change.identity(), change.id());
    List<AcceptedPsk> former = keysById.put(change.id(), psks.open(change));
    return former == null ? List.of() : former;
  }

  private static void erase(List<AcceptedPsk> keys) {
    keys.forEach(key -> key.secret().erase());
  }

  private Consequence consequence(TunnelChange old, TunnelChange now, boolean sameKeys) {
    if (!now.enabled()) {
      return new Consequence.MustClose(Reason.TUNNEL_DISABLED);
    }
    if (!now.licensed() && !now.licenceGrace()) {
      return new Consequence.MustClose(Reason.LICENCE_MISSING);
    }
    if (!now.pops().contains(pop)) {
      return new Consequence.MustClose(Reason.WRONG_POP);
    }
    boolean same =
        old.identity().equals(now.identity())
            && Objects.equals(old.sourceIp(), now.sourceIp())
            && old.encryption() == now.encryption();
    if (!same) {
      return new Consequence.MustClose(Reason.CONFIGURATION_CHANGED);
    }
    return sameKeys ? new Consequence.GoesOn() : new Consequence.KeysRetired(keysOf(now.id()));
  }

  /** Forgets a deleted tunnel. */
  public void remove(long id) {
    unconfirmed.remove(id);
    graced.remove(id);
    TunnelChange old = byId.remove(id);
    if (old != null) {
      erase(keysOf(id));
      keysById.remove(id);
      byIdentity.remove(old.identity(), id);
    }
  }

  /** The tunnels kept from before that were not heard of since. */
  public Set<Long> unconfirmed() {
    return Set.copyOf(unconfirmed);
  }

  /** The tunnel of that identity. */
  public Optional<TunnelChange> byIdentity(SourceIdentity identity) {
    return Optional.ofNullable(byIdentity.get(identity)).map(byId::get);
  }

  /** The tunnel of that id. */
  public @Nullable TunnelChange byId(long id) {
    return byId.get(id);
  }

  /**
   * The keys of a tunnel that open here. They are the directory's: it erases them when the tunnel
   * changes.
   */
  public List<AcceptedPsk> keysOf(long id) {
    return keysById.getOrDefault(id, List.of());
  }

  /** All tunnels, unmodifiable. */
  public Collection<TunnelChange> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** How many tunnels name this gateway's POP. */
  public int servedHere() {
    return (int) byId.values().stream().filter(t -> t.pops().contains(pop)).count();
  }
}
