package io.culvert.gateway.core.steer;

/**
 * What is known of a connection before its first octet.
 *
 * @param inside the host's address in the customer's network
 * @param address the IPv4 address the host connects to
 * @param port the TCP port there
 * @param forwardedFor whether plain HTTP that passes tells the origin the inside address
 * @param probe whether that address is the probe address of the POP, where {@link Probe} answers
 */
public record Arrival(int inside, int address, int port, boolean forwardedFor, boolean probe) {
  /** Of a connection to anywhere else. */
  public Arrival(int inside, int address, int port, boolean forwardedFor) {
    this(inside, address, port, forwardedFor, false);
  }
}
