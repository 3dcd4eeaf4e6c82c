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

  /** The newest first; the list is replaced, never changed. */
  private final LongMap<List<OutboundSa>> outbound = new LongMap<>();

  /**
   * Builds both SAs and erases the keys in {@code spec}. The tunnel's new outbound SA is used from
   * now on; older ones stay for packets that only they take, until they are removed.
   *
   * @throws IllegalArgumentException if the inbound SPI is in use
   */
  public synchronized void install(EspSaSpec spec) {
    if (inbound.get(key(spec.inboundSpi())) != null) {
      throw new IllegalArgumentException("inbound SPI is in use");
    }
    List<OutboundSa> newestFirst = new ArrayList<>();
    newestFirst.add(new OutboundSa(spec, 1));
    newestFirst.addAll(outboundOf(spec.tunnelId()));
    inbound.put(key(spec.inboundSpi()), new InboundSa(spec));
    outbound.put(spec.tunnelId(), List.copyOf(newestFirst));
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

  /** The tunnel's newest SA that takes the packet, or null. */
  public @Nullable OutboundSa outbound(long tunnelId, Ipv4View ip) {
    List<OutboundSa> sas = outbound.get(tunnelId);
    if (sas == null) {
      return null;
    }
    for (int i = 0; i < sas.size(); i++) { // an index, for an iterator would be garbage
      if (sas.get(i).takes(ip)) {
        return sas.get(i);
      }
    }
    return null;
  }

  /** The outbound SAs of a tunnel, the newest first. */
  public List<OutboundSa> outboundOf(long tunnelId) {
    List<OutboundSa> sas = outbound.get(tunnelId);
    return sas == null ? List.of() : sas;
  }

  private static long key(int spi) {
    return spi & 0xFFFF_FFFFL;
  }
}
