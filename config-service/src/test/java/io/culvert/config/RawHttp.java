package io.culvert.config;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * HTTP over a bare socket: what was sent and received is in two arrays, which are wiped, and in no
 * buffer of any library.
 */
final class RawHttp {
  private static final byte[] SECRET_HERE = "$".getBytes(StandardCharsets.US_ASCII);

  private RawHttp() {}

  /**
   * Sends one request.
   *
   * @param body with {@code $} where the secret is to stand
   * @return the whole answer
   */
  static byte[] send(String method, String path, String token, String body, HiddenSecret secret)
      throws IOException {
    byte[] plain = secret.reveal();
    byte[] template = body.getBytes(StandardCharsets.UTF_8);
    int at = body.indexOf('$');
    int length = at < 0 ? template.length : template.length - SECRET_HERE.length + plain.length;
    byte[] head =
        """
        %s %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(method, path, token, length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(head, head.length + length);
    if (at < 0) {
      System.arraycopy(template, 0, whole, head.length, length);
    } else {
      System.arraycopy(template, 0, whole, head.length, at);
      System.arraycopy(plain, 0, whole, head.length + at, plain.length);
      int after = template.length - at - 1;
      System.arraycopy(template, at + 1, whole, head.length + at + plain.length, after);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.getOutputStream().write(whole);
      return read(socket);
    } finally {
      Arrays.fill(whole, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * The answer to a POST of which the head alone is sent. Who sends a body as well may find the
   * connection closed before all of it is out.
   */
  static String announced(String path, String type, long length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      String head =
          """
          POST %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: %s\r
          Content-Length: %d\r
          \r
          """
              .formatted(path, Tokens.of("demo", "admin"), type, length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] read(Socket socket) throws IOException {
    try (WipedBuffer buffer = new WipedBuffer()) {
      byte[] part = new byte[65_536];
      int count = socket.getInputStream().read(part);
      while (count >= 0) {
        buffer.write(part, 0, count);
        count = socket.getInputStream().read(part);
      }
      Arrays.fill(part, (byte) 0);
      return buffer.toByteArray();
    }
  }

  private static final class WipedBuffer extends ByteArrayOutputStream {
    WipedBuffer() {
      super(262_144);
    }

    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }

  /** Where in an answer a text begins; -1 where it does not. */
  static int indexOf(byte[] answer, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i <= answer.length - wanted.length; i++) {
      if (Arrays.equals(answer, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
