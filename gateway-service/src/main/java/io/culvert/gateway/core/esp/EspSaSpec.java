package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.TrafficSelector;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Everything the dataplane needs to know about a child SA, a pair of ESP SAs.
 *
 * @param tunnelId the tunnel it belongs to
 * @param inboundSpi the SPI we chose, on packets from the device
 * @param outboundSpi the SPI the device chose, on packets to it
 * @param transform what protects the packets, the same both ways
 * @param inboundKeys keys of packets from the device
 * @param outboundKeys keys of packets to the device
 * @param inside the device's side of the traffic selectors
 * @param outside our side of the traffic selectors
 * @param local our address and port of the outer packets
 * @param peer the device's address and port of the outer packets
 * @param udpEncapsulated whether ESP travels in UDP (RFC 3948)
 */
public record EspSaSpec(
    long tunnelId,
    int inboundSpi,
    int outboundSpi,
    EspTransform transform,
    EspKeys inboundKeys,
    EspKeys outboundKeys,
    List<TrafficSelector> inside,
    List<TrafficSelector> outside,
    InetSocketAddress local,
    InetSocketAddress peer,
    boolean udpEncapsulated) {
  /** SPIs up to this one are reserved (RFC 4303 §2.1). */
  public static final int LAST_RESERVED_SPI = 255;

  public EspSaSpec {
    if (isReserved(inboundSpi) || isReserved(outboundSpi)) {
      throw new IllegalArgumentException("reserved SPI");
    }
    if (!inboundKeys.fit(transform) || !outboundKeys.fit(transform)) {
      throw new IllegalArgumentException("keys do not fit " + transform);
    }
    inside = List.copyOf(inside);
    outside = List.copyOf(outside);
  }

  /** Whether {@code spi} may not be used for an SA. */
  public static boolean isReserved(int spi) {
    return Integer.compareUnsigned(spi, LAST_RESERVED_SPI) <= 0;
  }
}
