package io.culvert.config;

import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.as;
import static io.culvert.config.Calls.secret;
import static io.culvert.config.Calls.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.config.domain.TokenSecret;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who calls or guesses too often is told to wait, and nobody else. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CallLimitTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Answers to calls made all at once. */
  private static List<Response> answers(int calls, String token, String path) throws Exception {
    List<Future<Response>> pending = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        pending.add(threads.submit(() -> as(token).get(path)));
      }
    }
    List<Response> answers = new ArrayList<>();
    for (Future<Response> answer : pending) {
      answers.add(answer.get());
    }
    return answers;
  }

  private static List<Integer> statuses(int calls, String token, String path) throws Exception {
    return answers(calls, token, path).stream().map(Response::statusCode).toList();
  }

  @Test
  void aTenantsTokensTogetherMayCallAnEndpointOnlySoOften() throws Exception {
    String tenant = tenant();
    String first = secret(tenant, TUNNELS + "=read", POPS + "=read");
    String second = secret(tenant, TUNNELS + "=read");
    long start = System.nanoTime();
    List<Integer> statuses = new ArrayList<>(statuses(100, first, TUNNELS));
    statuses.addAll(statuses(100, second, TUNNELS));
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(statuses).contains(200, 429).containsOnly(200, 429);
    assertThat((double) statuses.stream().filter(s -> s == 200).count())
        .isBetween(8.0, 8 + 4 * seconds);
    as(first).get(POPS).then().statusCode(200);
    as(secret(tenant(), TUNNELS + "=read")).get(TUNNELS).then().statusCode(200);
  }

  @Test
  void whoIsToldToWaitHearsHowLongAndIsServedThen() throws Exception {
    String secret = secret(tenant(), TUNNELS + "=read");
    Response refused =
        answers(100, secret, TUNNELS).stream()
            .filter(answer -> answer.statusCode() == 429)
            .findFirst()
            .orElseThrow();
    refused.then().contentType("application/problem+json").header("Retry-After", "1");
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> as(secret).get(TUNNELS).then().statusCode(200));
  }

  @Test
  void whoHasLoggedInIsNotLimited() throws Exception {
    assertThat(statuses(100, Tokens.of(tenant(), "admin"), TUNNELS)).containsOnly(200);
  }

  /** Answers to one who calls from an address of his own, so that no other test suffers. */
  private static HttpResponse<String> from(String address, String token)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + TUNNELS))
              .header("Authorization", "Bearer " + token)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String guess() {
    return TokenSecret.generate(RANDOM).text();
  }

  private static int guessUntilHeldBack(String address, String token) throws Exception {
    for (int guesses = 0; guesses < 200; guesses++) {
      HttpResponse<String> answer = from(address, token.isEmpty() ? guess() : token);
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("too many failed logins");
        return guesses;
      }
      assertThat(answer.statusCode()).isEqualTo(401);
    }
    throw new AssertionError("nobody held the guesser back");
  }

  @Test
  void aGuesserOfTokensIsHeldBackWhileThoseAtWorkGoOn() throws Exception {
    String guesser = "127.0.0.77";
    String secret = secret(tenant(), TUNNELS + "=read");
    assertThat(from(guesser, secret).statusCode()).isEqualTo(200);
    assertThat(guessUntilHeldBack(guesser, "")).isGreaterThanOrEqualTo(30);
    assertThat(from(guesser, secret).statusCode()).isEqualTo(200);
    assertThat(from(guesser, Tokens.of(tenant(), "admin")).statusCode()).isEqualTo(200);
    assertThat(from("127.0.0.78", guess()).statusCode()).isEqualTo(401);
  }

  @Test
  void aGuesserOfLoginsIsHeldBackToo() throws Exception {
    assertThat(guessUntilHeldBack("127.0.0.79", Tokens.expired())).isGreaterThanOrEqualTo(30);
  }
}
