package io.culvert.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection to a local port through a port of its own, which can be cut and mended. */
final class Cable implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Cable(int target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  static Cable to(int target) throws IOException {
    Cable cable = new Cable(target, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(cable::accept);
    return cable;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Breaks what is connected and closes what connects from now on. */
  void cut() {
    cut = true;
    open.forEach(Cable::closeQuietly);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (cut) {
          near.close();
        } else {
          connect(near);
        }
      } catch (IOException e) {
        // The listener was closed, or one connection failed: the loop decides.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(near);
    open.add(far);
    Thread.ofVirtual().start(() -> pipe(near, far));
    Thread.ofVirtual().start(() -> pipe(far, near));
  }

  private void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // Cut.
    } finally {
      open.remove(from);
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
