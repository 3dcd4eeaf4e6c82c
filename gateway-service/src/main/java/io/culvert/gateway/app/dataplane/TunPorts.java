package io.culvert.gateway.app.dataplane;

/**
 * The two TUN devices (docs/adr/0017).
 *
 * @param open where packets of hosts that may pass come out, and answers to all hosts go in
 * @param gate where packets of hosts that must log in come out
 */
public record TunPorts(TunPort open, TunPort gate) {}
