package io.culvert.gateway.core.net;

/** What became of a packet: it passed, or the one reason why it was dropped. Each has a counter. */
public enum Verdict {
  PASSED,

  /** One octet 0xFF, sent by a peer to keep its NAT mapping (RFC 3948 §2.3). */
  NAT_KEEPALIVE,
  /** A datagram too short to be anything. */
  DATAGRAM_TRUNCATED,
  /** A datagram from port 0, which could never be answered. */
  REMOTE_PORT_ZERO,

  /** SPI 1..255, reserved by RFC 4303 §2.1. */
  SPI_RESERVED,
  /** No SA with that SPI. */
  SPI_UNKNOWN,
  /** Shorter than header, IV, trailer and ICV of its SA. */
  ESP_TRUNCATED,
  /** The ciphertext is no whole number of blocks. */
  ESP_MISALIGNED,
  /** Seen before (RFC 4303 §3.4.3). */
  REPLAYED,
  /** Older than the replay window reaches, or number 0, which no sender uses. */
  OUTSIDE_REPLAY_WINDOW,
  /** The integrity check failed. */
  ICV_WRONG,
  /** Pad length beyond the packet, or padding that is not 1, 2, 3, … (RFC 4303 §2.4). */
  PADDING_WRONG,
  /** A dummy packet of traffic flow confidentiality, dropped as it should be (RFC 4303 §2.6). */
  DUMMY,
  /** A next header other than IPv4, IPv6 and dummy. */
  NEXT_HEADER_UNKNOWN,
  /** The inner packet's header contradicts itself. */
  INNER_MALFORMED,
  /** The inner packet says it is longer than it is. */
  INNER_TRUNCATED,
  /** The inner addresses, protocol or ports are not what was negotiated (RFC 4301 §5.2). */
  OUTSIDE_SELECTORS,

  /** IPv6 inside: there are no carrier addresses for it. */
  INNER_IPV6,
  /** The inner source is no unicast address. */
  INSIDE_NOT_UNICAST,
  /** The inner destination is a carrier address, loopback, multicast or broadcast. */
  DESTINATION_FORBIDDEN,
  /** The tunnel has as many hosts as it may have. */
  HOST_LIMIT,
  /** No carrier address is free. */
  CARRIERS_EXHAUSTED,
  /** The tunnel was removed while the packet was on its way. */
  TUNNEL_GONE,
  /**
   * A first fragment too short for its transport header, or one made to overwrite it (RFC 1858).
   */
  TINY_FRAGMENT,
  /** An ICMP error about a packet that no host of this tunnel can have sent or received. */
  ICMP_UNRELATED,
  /** To a carrier address that no host has. */
  CARRIER_UNKNOWN,

  /** Over the tunnel's bandwidth. */
  RATE_LIMITED,
  /** No SA of the tunnel takes this packet. */
  NO_OUTBOUND_SA,
  /** The SA has used its last sequence number and awaits its rekey (RFC 4303 §3.3.3). */
  SEQUENCE_EXHAUSTED,
  /** The socket did not take the packet. */
  SEND_FAILED,
  /** The TUN device did not take the packet. */
  TUN_FAILED
}
