package io.culvert.gateway.core.ike.message;

/** What the header of a datagram was read to: the header, or why the datagram is refused. */
public sealed interface HeaderResult permits IkeHeader, Rejected {}
