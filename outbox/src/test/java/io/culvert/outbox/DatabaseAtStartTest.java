package io.culvert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.outbox.testing.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseAtStartTest {
  private static final String URL = "jdbc:postgresql://db:5432/culvert?password=hidden";

  @Test
  void aRefusedPasswordIsSaidWithWhereAndWhatToDoAndWithoutAnyPassword() {
    SQLException failure =
        new SQLException("FATAL: password authentication failed for user \"culvert\"", "28P01");
    assertThat(DatabaseAtStart.refusal(failure, URL, "culvert"))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith(
                        "PostgreSQL at db:5432/culvert refuses the password of user culvert: ")
                    .contains("QUARKUS_DATASOURCE_PASSWORD")
                    .doesNotContain("hidden", "\n"));
  }

  @Test
  void aServiceWithoutAPasswordIsTold() {
    SQLException failure = new SQLException("the password is an empty string.", "08004");
    assertThat(DatabaseAtStart.refusal(failure, URL, "culvert"))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains("as user culvert (the password is an empty string.): give the")
                    .contains("QUARKUS_DATASOURCE_PASSWORD"));
  }

  @Test
  void aServerThatStartsOrIsFullOrAwayIsWaitedFor() {
    for (String state : new String[] {"57P03", "53300", "08001", "08006", null}) {
      assertThat(DatabaseAtStart.refusal(new SQLException("x", state), URL, "u")).isEmpty();
    }
  }

  @Test
  void aDatabaseOrUserThatIsNotThereIsRefusedByTheServerAndSaidInASentence() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
      String url = database.jdbcUrl();
      String password = database.password();
      assertThatThrownBy(() -> DatabaseAtStart.await(url + "s", database.user(), password))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(database.port() + "/culverts has no such database: make it")
          .hasNoCause();
      // A server that asks everybody for a password does not tell that there is no such user.
      assertThatThrownBy(() -> DatabaseAtStart.await(url, "nobody", password))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(".* (does not let|refuses the password of) user nobody.*");
      DatabaseAtStart.await(url, database.user(), password);
    }
  }

  @Test
  void aServerThatIsNotThereYetIsWaitedForUntilSomebodyEndsTheWaiting() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/culvert";
    Thread waiting = Thread.ofPlatform().start(() -> waitFor(url));
    assertThat(waiting.join(Duration.ofMillis(500))).isFalse();
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
  }

  private static void waitFor(String url) {
    try {
      DatabaseAtStart.await(url, "culvert", "secret");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
