package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.LongMap;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SAs of all tunnels. The packet paths look up without locks; installing and removing are
 * synchronized and may come from any thread.
 */
public final class SaDatabase {
  private final LongMap<InboundSa> inbound = new LongMap<>();

  /** In the order of preference; the list is replaced, never changed. */
  private final LongMap<List<OutboundSa>> outbound = new LongMap<>();

  /** As {@link #install(EspSaSpec, Sending)}, sending at once. */
  public void install(EspSaSpec spec) {
    install(spec, new Sending.AtOnce());
  }

  /**
   * Builds both SAs and erases the keys in {@code spec}. Packets are accepted on all SAs of the
   * tunnel until they are removed; they go out through the newest that takes them and may send.
   *
   * @throws IllegalArgumentException if the inbound SPI is in use
   */
  public synchronized void install(EspSaSpec spec, Sending sending) {
    if (inbound.get(key(spec.inboundSpi())) != null) {
      throw new IllegalArgumentException("inbound SPI is in use");
    }
    List<OutboundSa> preferred = new ArrayList<>(outboundOf(spec.tunnelId()));
    int place = sending instanceof Sending.LastResort ? preferred.size() : 0;
    preferred.add(place, new OutboundSa(spec, sending, 1));
    inbound.put(key(spec.inboundSpi()), new InboundSa(spec));
    outbound.put(spec.tunnelId(), List.copyOf(preferred));
    spec.inboundKeys().erase();
    spec.outboundKeys().erase();
  }

  /** Removes both SAs of a child SA, if they are there. */
  public synchronized void remove(int inboundSpi) {
    InboundSa gone = inbound.remove(key(inboundSpi));
    if (gone == null) {
      return;
    }
    List<OutboundSa> left =
        outboundOf(gone.tunnelId()).stream().filter(sa -> sa.inboundSpi() != inboundSpi).toList();
    if (left.isEmpty()) {
      outbound.remove(gone.tunnelId());
    } else {
      outbound.put(gone.tunnelId(), left);
    }
  }

  /** Removes all SAs of a tunnel. */
  public synchronized void removeTunnel(long tunnelId) {
    outboundOf(tunnelId).forEach(sa -> inbound.remove(key(sa.inboundSpi())));
    outbound.remove(tunnelId);
  }

  /** Sends the packets of a child SA elsewhere from now on, if it is there. */
  public synchronized void movePeer(int inboundSpi, InetSocketAddress peer) {
    InboundSa sa = inbound.get(key(inboundSpi));
    if (sa != null) {
      sa.movePeer(peer);
      outboundOf(sa.tunnelId()).stream()
          .filter(out -> out.inboundSpi() == inboundSpi)
          .forEach(out -> out.movePeer(peer));
    }
  }

  /** The SA of packets with that SPI, or null. */
  public @Nullable InboundSa inbound(int spi) {
    return inbound.get(key(spi));
  }

  /** The tunnel's newest SA that takes the packet and may send, or null. */
  public @Nullable OutboundSa outbound(long tunnelId, Ipv4View ip) {
    List<OutboundSa> sas = outbound.get(tunnelId);
    if (sas == null) {
      return null;
    }
    OutboundSa waiting = null;
    for (int i = 0; i < sas.size(); i++) { // an index, for an iterator would be garbage
      OutboundSa sa = sas.get(i);
      if (sa.takes(ip)) {
        if (maySend(sa)) {
          return sa;
        }
        waiting = waiting == null ? sa : waiting;
      }
    }
    return waiting;
  }

  /** RFC 7296 §2.8: whether the device is known to have it. */
  private boolean maySend(OutboundSa sa) {
    if (!(sa.sending() instanceof Sending.OnceProven proof)) {
      return true;
    }
    InboundSa twin = inbound.get(key(sa.inboundSpi()));
    boolean replacedIsGone =
        proof.replaced().isPresent() && inbound.get(key(proof.replaced().getAsInt())) == null;
    return replacedIsGone || twin == null || twin.authenticated() > 0;
  }

  /** How many child SAs there are. */
  public int size() {
    return inbound.size();
  }

  /** How much each child SA has been used. */
  public List<Usage> usage() {
    List<Usage> all = new ArrayList<>();
    for (List<OutboundSa> sas : outbound.values()) {
      for (OutboundSa out : sas) {
        InboundSa in = inbound.get(key(out.inboundSpi()));
        if (in != null) {
          all.add(
              new Usage(
                  out.inboundSpi(),
                  Math.max(out.sequence(), in.highestSequence()),
                  Math.max(out.octets(), in.octets()),
                  in.authenticated()));
        }
      }
    }
    return all;
  }

  /** The outbound SAs of a tunnel in the order of preference, the newest first. */
  public List<OutboundSa> outboundOf(long tunnelId) {
    List<OutboundSa> sas = outbound.get(tunnelId);
    return sas == null ? List.of() : sas;
  }

  private static long key(int spi) {
    return spi & 0xFFFF_FFFFL;
  }
}
