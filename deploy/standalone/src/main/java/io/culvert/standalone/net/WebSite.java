package io.culvert.standalone.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A web site on the "internet" side: {@code /} is a page, {@code /100MB} a file, {@code /bytes?n=…}
 * as many octets as asked for, {@code /headers} what the request said. The octets are the same each
 * time, and no two blocks are alike, so that a reader can check what arrived.
 */
public final class WebSite {
  /** Its public address. */
  public static final String ADDRESS = "192.0.2.80";

  /** The size of {@code /100MB} in octets. */
  public static final long FILE_SIZE = 100_000_000;

  private static final String NAME = "web";
  private static final int PORT = 80;
  private static final int BLOCK = 65_536;
  private static final int THREADS = 16;
  private static final byte[] PAGE =
      "<!doctype html><title>It works</title><h1>You are on the internet side</h1>\n"
          .getBytes(StandardCharsets.UTF_8);

  private WebSite() {}

  /** Starts it in this namespace. */
  static Child start(StateFolder state, Namespace namespace) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WebSite.class.getName());
    return Child.start(state, NAME, namespace.command(command), Map.of());
  }

  /**
   * Serves on port 80 of every address, until the process is ended.
   *
   * @throws IOException when the port is taken
   */
  public static void main(String... arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", WebSite::page);
    server.createContext("/headers", WebSite::headers);
    server.createContext("/100MB", exchange -> octets(exchange, FILE_SIZE));
    server.createContext("/bytes", exchange -> octets(exchange, size(exchange)));
    server.start();
  }

  /** Writes the first octets of what the site serves. */
  public static void write(OutputStream out, long size) throws IOException {
    byte[] block = new byte[BLOCK];
    new Random(1).nextBytes(block);
    for (long at = 0; at < size; at += BLOCK) {
      ByteBuffer.wrap(block).putLong(at);
      out.write(block, 0, (int) Math.min(BLOCK, size - at));
    }
  }

  private static void page(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean root = exchange.getRequestURI().getPath().equals("/");
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(root ? 200 : 404, root ? PAGE.length : -1);
      if (root) {
        exchange.getResponseBody().write(PAGE);
      }
    }
  }

  /** The headers of the request, one a line, as its text. */
  private static void headers(HttpExchange exchange) throws IOException {
    try (exchange) {
      StringBuilder lines = new StringBuilder();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  values.forEach(
                      value -> lines.append(name).append(": ").append(value).append('\n')));
      byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void octets(HttpExchange exchange, long size) throws IOException {
    try (exchange) {
      if (size <= 0) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
      exchange.sendResponseHeaders(200, size);
      write(exchange.getResponseBody(), size);
    }
  }

  /** The number asked for; 0 when it is none. */
  private static long size(HttpExchange exchange) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    return query.matches("n=\\d{1,12}") ? Long.parseLong(query.substring(2)) : 0;
  }
}
