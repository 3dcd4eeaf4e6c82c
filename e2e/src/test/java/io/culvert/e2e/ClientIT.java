package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.login.Logins;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.StackAddresses;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A device client behind a real router logs its user in without a browser. */
@UsersLogIn
class ClientIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final World world;
  private final Logins logins;

  ClientIT(World world) {
    this.world = world;
    this.logins = world.logins();
  }

  private ReferenceClient client(Device device) {
    return new ReferenceClient(
        device.user(),
        Pop.A.probe(),
        StackAddresses.authUrl(world.stack().ports()),
        () -> world.stack().tokens().token(Logins.USER));
  }

  @Test
  void aSignedInClientLogsItsUserInAndRenewsTheSession() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      ReferenceClient client = client(device);
      assertThat(client.insideTunnel()).as("nothing answers outside of a tunnel").isFalse();
      device.connect(device.connection(tunnel));
      awaitTicket(client);
      JsonNode before = client.probe();
      assertThat(before.path("tunnel").asLong()).isEqualTo(tunnel.id());
      assertThat(before.path("pop").asText()).isEqualTo(Pop.A.name());
      assertThat(before.path("loggedIn").asBoolean()).isFalse();
      assertThat(device.pings(WebSite.ADDRESS)).isFalse();

      Instant renewAfter = client.report();

      device.requirePing(WebSite.ADDRESS);
      JsonNode after = client.probe();
      assertThat(after.path("user").asText()).isEqualTo(Logins.USER);
      Instant first = Instant.parse(after.path("expires").asText());
      assertThat(renewAfter).isBetween(Instant.now(), first);
      JsonNode session = awaitSession(tunnel, first.minusMillis(1));
      assertThat(session.path("user").asText()).isEqualTo(Logins.USER);
      assertThat(session.path("method").asText()).isEqualTo("client");

      assertThat(client.report()).as("it may pass, and renews all the same").isAfter(renewAfter);

      Instant second = Instant.parse(client.probe().path("expires").asText());
      assertThat(second).isAfter(first);
      assertThat(awaitSession(tunnel, first).path("user").asText()).isEqualTo(Logins.USER);
      device.requirePing(WebSite.ADDRESS);
    }
  }

  @Test
  void whereNobodyMustLogInAClientIsInsideAllTheSame() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      ReferenceClient client = client(device);
      device.connect(device.connection(tunnel));
      awaitTicket(client);
      logins.settings().lift();
      Await.until(
          "it still gets tickets", LIMIT, null, () -> client.probe().path("ticket").isNull());
      assertThat(client.insideTunnel()).isTrue();
      device.requirePing(WebSite.ADDRESS);
    }
  }

  @Test
  void aClientIsToldWhyRequestsAreRefused() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      ReferenceClient client = client(device);
      device.connect(device.connection(tunnel));
      awaitTicket(client);
      try (ReferenceClient.Notifications heard = client.listen()) {
        Await.until("the stream does not begin", LIMIT, null, heard::begun);
        assertThat(device.user().attempt("curl", "-s", "http://" + WebSite.ADDRESS + "/").output())
            .contains("\"status\":511");
        assertThat(device.pings(WebSite.ADDRESS)).isFalse();
        Await.until(
            "nothing is told of the page",
            LIMIT,
            null,
            () -> heard.tells("login-required", WebSite.ADDRESS + ":80"));
        Await.until(
            "nothing is told of the ping",
            LIMIT,
            null,
            () -> heard.tells("blocked", WebSite.ADDRESS));
      }
    }
  }

  @Test
  void aPageInABrowserGetsNothingAtTheProbeAddress() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    try (Device device = world.device()) {
      ReferenceClient client = client(device);
      device.connect(device.connection(tunnel));
      awaitTicket(client);
      assertThat(client.status("/probe", "-H", "Host: rebound.example")).isEqualTo(421);
      assertThat(client.status("/probe", "-H", "Origin: http://evil.example")).isEqualTo(403);
      assertThat(client.status("/probe", "-X", "POST")).isEqualTo(405);
      assertThat(client.status("/other")).isEqualTo(404);
    }
  }

  /** Until the gateway, which may not know yet, wants a log-in there. */
  private static void awaitTicket(ReferenceClient client) {
    Await.until(
        "the client gets no ticket",
        LIMIT,
        null,
        () -> client.insideTunnel() && client.probe().path("ticket").isTextual());
  }

  /** The one session behind a tunnel, once it lasts longer than that. */
  private JsonNode awaitSession(Tunnel tunnel, Instant end) {
    return Await.value(
        "no such session",
        LIMIT,
        null,
        () ->
            logins
                .settings()
                .sessions(tunnel.id())
                .valueStream()
                .filter(session -> Instant.parse(session.path("until").asText()).isAfter(end))
                .findAny());
  }
}
