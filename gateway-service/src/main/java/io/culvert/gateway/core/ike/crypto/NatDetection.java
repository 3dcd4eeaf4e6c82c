package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The data of NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP (RFC 7296 §2.23). */
public final class NatDetection {
  private NatDetection() {}

  /**
   * {@code SHA-1(SPIi | SPIr | address | port)}, 20 octets.
   *
   * @param spiI the initiator's SPI as in the header of the message
   * @param spiR the responder's SPI as in the header; 0 in the first request
   * @param endpoint a resolved address and its port
   */
  public static Bytes hash(long spiI, long spiR, InetSocketAddress endpoint) {
    byte[] address = endpoint.getAddress().getAddress();
    byte[] input =
        ByteBuffer.allocate(18 + address.length)
            .putLong(spiI)
            .putLong(spiR)
            .put(address)
            .putShort((short) endpoint.getPort())
            .array();
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-1").digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
