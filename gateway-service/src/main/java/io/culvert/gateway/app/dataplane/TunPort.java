package io.culvert.gateway.app.dataplane;

import java.io.IOException;
import java.time.Duration;

/** A TUN device: IP packets without a link header. One thread receives and another sends. */
public interface TunPort {
  /**
   * Adds the packets that the kernel has for us to {@code batch}, waiting up to {@code wait} for
   * the first.
   */
  void receive(PacketBatch batch, Duration wait) throws IOException;

  /**
   * Hands each packet to the kernel.
   *
   * @return how many it took; the others are lost
   */
  int send(PacketBatch batch) throws IOException;
}
