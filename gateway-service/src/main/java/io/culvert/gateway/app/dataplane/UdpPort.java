package io.culvert.gateway.app.dataplane;

import java.io.IOException;
import java.time.Duration;

/** The outer sockets. One thread receives; several may send, each its own batch. */
public interface UdpPort {
  /**
   * Adds the datagrams that are there to {@code batch}, waiting up to {@code wait} for the first.
   * Each gets the local address it came to and the remote one it came from.
   */
  void receive(PacketBatch batch, Duration wait) throws IOException;

  /**
   * Sends each packet from its local to its remote address.
   *
   * @return how many were accepted; the others are lost, as datagrams may be
   */
  int send(PacketBatch batch) throws IOException;
}
