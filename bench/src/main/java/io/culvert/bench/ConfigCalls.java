package io.culvert.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.standalone.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Calls to config-service, and looks at a gateway. */
final class ConfigCalls {
  private static final int CLIENTS = 50;
  private static final Duration EACH = Duration.ofSeconds(10);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Stack stack;
  private final String config;
  private final String tunnels;

  ConfigCalls(Stack stack) {
    this.stack = stack;
    this.config = "http://127.0.0.1:" + stack.ports().config();
    this.tunnels = config + "/api/v2/steering/ipsec/tunnels";
  }

  /** Has a file reviewed; answers the import's id. */
  String review(byte[] csv) {
    JsonNode answer =
        json(
            request(tunnels + "/imports?limit=1")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofByteArray(csv)));
    if (answer.path("totals").path("error").asInt() > 0) {
      throw new IllegalStateException("rows in error: " + answer);
    }
    return answer.path("id").asText();
  }

  /** Commits an import. */
  void commit(String id) {
    JsonNode unused =
        json(request(tunnels + "/imports/" + id + "/commit").POST(BodyPublishers.noBody()));
  }

  /** How many tunnels the first gateway has; none while it is too busy to say. */
  long gatewayTunnels() {
    String url = "http://127.0.0.1:" + stack.ports().gatewayA() + "/api/v2/gateway";
    return stack
        .http()
        .send("GET", url, stack.tokens().token("operator"), null)
        .body()
        .path("tunnels")
        .asLong();
  }

  /** Octets of heap, {@code used} or {@code max}. */
  double heap(String what) {
    String metrics = text(request(config + "/q/metrics").GET());
    Pattern line = Pattern.compile("(?m)^jvm_memory_" + what + "_bytes\\{area=\"heap\".*} (\\S+)$");
    return line.matcher(metrics)
        .results()
        .mapToDouble(found -> Math.max(0, Double.parseDouble(found.group(1))))
        .sum();
  }

  /**
   * Lists by many clients at once.
   *
   * @param pause from one call of a client to its next, which waits for the answer in any case
   */
  Figures many(Duration pause, Function<Random, String> query) {
    String token = stack.tokens().token("admin");
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> each = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random dice = new Random(i);
        long first = System.nanoTime() + pause.toNanos() * i / CLIENTS;
        each.add(clients.submit(() -> one(token, dice, first, pause, query)));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> times : each) {
        all.addAll(times.get());
      }
      return new Figures(all.stream().mapToLong(Long::longValue).toArray());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Long> one(
      String token, Random dice, long first, Duration pause, Function<Random, String> query) {
    List<Long> times = new ArrayList<>();
    long due = first;
    long end = System.nanoTime() + EACH.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(due - System.nanoTime());
      due += pause.toNanos();
      long start = System.nanoTime();
      String unused =
          text(
              HttpRequest.newBuilder(URI.create(tunnels + "?" + query.apply(dice)))
                  .header("Authorization", "Bearer " + token)
                  .GET());
      times.add(System.nanoTime() - start);
    }
    return times;
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + stack.tokens().token("admin"));
  }

  private JsonNode json(HttpRequest.Builder request) {
    try {
      return MAPPER.readTree(text(request));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
