package io.culvert.standalone.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the parts of the stack listen, all on loopback. */
public record Ports(
    int keycloak,
    int config,
    int status,
    int auth,
    int gatewayA,
    int gatewayB,
    int kafka,
    int postgres) {
  /** The standard ports. */
  public static final Ports STANDARD = new Ports(8080, 8081, 8083, 8084, 8085, 8086, 9092, 5433);

  /**
   * Looks whether every port is free.
   *
   * @throws IllegalStateException that names the first one that is not, and how to choose another
   */
  public void requireFree() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("keycloak", keycloak);
    ports.put("config", config);
    ports.put("status", status);
    ports.put("auth", auth);
    ports.put("gateway-a", gatewayA);
    ports.put("gateway-b", gatewayB);
    ports.put("kafka", kafka);
    ports.put("postgres", postgres);
    ports.forEach(
        (name, port) -> {
          if (!free(port)) {
            throw new IllegalStateException(
                "Port "
                    + port
                    + " on 127.0.0.1 is taken by another program. Choose another with --"
                    + name
                    + "-port or CULVERT_"
                    + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_')
                    + "_PORT.");
          }
        });
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
