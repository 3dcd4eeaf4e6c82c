package io.culvert.gateway.adapter.steering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does the same with each connection. */
final class Site implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger served = new AtomicInteger();

  /** What it does with a connection; closed afterwards. */
  interface Service {
    void serve(Socket client) throws IOException;
  }

  Site(Service service) throws IOException {
    server = new ServerSocket(0, 1_024, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(() -> accept(service));
  }

  /** One that reads to the end, tells what it read, and answers. */
  static Site reading(CompletableFuture<byte[]> read, byte[] answer) throws IOException {
    return new Site(
        client -> {
          read.complete(client.getInputStream().readAllBytes());
          client.getOutputStream().write(answer);
        });
  }

  private void accept(Service service) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        served.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(service, client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void serve(Service service, Socket client) {
    try (client) {
      service.serve(client);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** How many connections it had. */
  int served() {
    return served.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
