package io.culvert.bench;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.Wan;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two namespaces and a cable between them: a gateway at one end, at the other so many device
 * addresses that no limit per source is met.
 */
record LoadNetwork(Namespace gateway, Namespace devices) implements AutoCloseable {
  /** The gateway's address. */
  static final String GATEWAY = "198.51.100.1";

  private static final String NETWORK = "198.51.100.";
  private static final int FIRST = 10;
  private static final int SOURCES = 64;

  static LoadNetwork create() {
    LoadNetwork network =
        new LoadNetwork(
            Namespace.create(Namespace.PREFIX + "bench-gw"),
            Namespace.create(Namespace.PREFIX + "bench-dev"));
    Wan.cable(network.gateway, Wan.DEVICE, network.devices, Wan.DEVICE);
    network.gateway.ip("addr", "add", GATEWAY + "/24", "dev", Wan.DEVICE);
    for (InetAddress source : sources()) {
      network.devices.ip("addr", "add", source.getHostAddress() + "/24", "dev", Wan.DEVICE);
    }
    return network;
  }

  /** The devices' addresses. */
  static List<InetAddress> sources() {
    return IntStream.range(FIRST, FIRST + SOURCES)
        .mapToObj(last -> InetAddress.ofLiteral(NETWORK + last))
        .toList();
  }

  @Override
  public void close() {
    gateway.close();
    devices.close();
  }
}
