package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.TrafficSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SAs for tests. The device's SA pair is ours with the two directions exchanged. */
public final class EspFixture {
  public static final int GATEWAY_SPI = 0xC0FFEE01;
  public static final int DEVICE_SPI = 0x00001000;
  public static final TrafficSelector ANY4 = selector(0, 0, 65_535, "0.0.0.0", "255.255.255.255");

  private EspFixture() {}

  /** Every transform there is. */
  public static List<EspTransform> transforms() {
    List<EspTransform> all = new ArrayList<>();
    for (int bits : new int[] {128, 192, 256}) {
      all.add(new EspTransform(EspCipher.AES_GCM, bits, EspIntegrity.NONE));
    }
    for (EspIntegrity integrity : EspIntegrity.values()) {
      if (integrity != EspIntegrity.NONE) {
        all.add(new EspTransform(EspCipher.AES_CBC, 128, integrity));
        all.add(new EspTransform(EspCipher.AES_CBC, 256, integrity));
        all.add(new EspTransform(EspCipher.NULL, 0, integrity));
      }
    }
    return all;
  }

  public static TrafficSelector selector(
      int protocol, int startPort, int endPort, String start, String end) {
    try {
      return new TrafficSelector(
          protocol, startPort, endPort, InetAddress.getByName(start), InetAddress.getByName(end));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The gateway's view of the child SA. */
  public static EspSaSpec gateway(EspTransform transform, TrafficSelector inside) {
    return spec(7, GATEWAY_SPI, DEVICE_SPI, transform, List.of(inside), List.of(ANY4));
  }

  /** The device's view of the same child SA. */
  public static EspSaSpec device(EspTransform transform) {
    return spec(7, DEVICE_SPI, GATEWAY_SPI, transform, List.of(ANY4), List.of(ANY4));
  }

  /** A child SA whose keys follow from the SPI of each direction. */
  public static EspSaSpec spec(
      long tunnelId,
      int inboundSpi,
      int outboundSpi,
      EspTransform transform,
      List<TrafficSelector> inside,
      List<TrafficSelector> outside) {
    return new EspSaSpec(
        tunnelId,
        inboundSpi,
        outboundSpi,
        transform,
        keys(transform, inboundSpi),
        keys(transform, outboundSpi),
        inside,
        outside,
        new InetSocketAddress("192.0.2.1", 4500),
        new InetSocketAddress("198.51.100.9", 61_000),
        true);
  }

  public static EspKeys keys(EspTransform transform, int seed) {
    return new EspKeys(
        fill(transform.encryptionKeyLength(), seed),
        fill(transform.integrity().keyLength(), seed * 31));
  }

  private static byte[] fill(int length, int seed) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) (seed + i * 17);
    }
    return key;
  }

  /** A buffer with the octets at its start and room behind them. */
  public static ByteBuffer roomy(byte[] octets) {
    return ByteBuffer.wrap(Arrays.copyOf(octets, octets.length + 400), 0, octets.length);
  }

  public static ByteBuffer empty() {
    return ByteBuffer.allocate(70_000);
  }

  public static byte[] octets(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.duplicate().get(octets);
    return octets;
  }
}
