package io.culvert.outbox.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports nobody listens on, below those the kernel gives to clients: while a server is stopped none
 * of them takes its port by chance, least of all one that tries to reach the server.
 */
final class FreePort {
  private static final int LOWEST = 15_000;
  private static final int BELOW = 30_000;

  private FreePort() {}

  /** One of them; two calls may answer the same until somebody listens on it. */
  static int any() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken; another
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST);
  }
}
