package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That no pre-shared key is in the log, whatever the level and whatever becomes of the request. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LogSecretTest {
  private static final Logger ROOT = Logger.getLogger("");

  private final Log log = new Log();
  private final Map<Handler, Level> levels = new HashMap<>();
  private @Nullable Level before;

  /** Keeps what is logged: message, thread context and the whole of the exception. */
  private static final class Log extends Handler {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Log() {
      setLevel(Level.ALL);
      setFormatter(new PatternFormatter("%c %s %X%n%E"));
    }

    @Override
    public void publish(LogRecord entry) {
      // The HTTP client of these tests logs what it sends; it is no part of the service.
      if (!String.valueOf(entry.getLoggerName()).startsWith("org.apache.http.")) {
        lines.add(getFormatter().format(entry) + Arrays.toString(entry.getParameters()));
      }
    }

    /** Whether a line has that in it. */
    boolean has(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    before = ROOT.getLevel();
    // What the handler of this test hears would be too much for the console.
    for (Handler handler : ROOT.getHandlers()) {
      levels.put(handler, handler.getLevel());
      handler.setLevel(Level.INFO);
    }
    ROOT.setLevel(Level.ALL);
    ROOT.addHandler(log);
  }

  @AfterEach
  void stopListening() {
    ROOT.removeHandler(log);
    ROOT.setLevel(before);
    levels.forEach(Handler::setLevel);
  }

  private void assertNotLogged(String psk) {
    byte[] bytes = psk.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    assertThat(log.lines).isNotEmpty();
    assertThat(log.lines.stream().filter(line -> line.contains(psk) || line.contains(base64)))
        .isEmpty();
  }

  private static String unique(String text) {
    return text + "-" + Calls.next();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static void patch(String tenant, long id, String psk, int status) {
    admin(tenant).body("{\"psk\":" + psk + "}").patch(TUNNELS + "/" + id).then().statusCode(status);
  }

  @Test
  void theLogIsHeardDownToTheStatementsOfTheDatabase() {
    createTunnel(tenant(), tunnel(sharedPop()));
    assertThat(log.has("insert into config.tunnel")).isTrue();
  }

  @Test
  void theKeyOfANewTunnelAndItsNextOneAreNotLogged() {
    String first = unique("first-key-of-a-tunnel");
    String next = unique("next-key-of-a-tunnel");
    String tenant = tenant();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(PskSeal.generate().publicKey()));
    long id = createTunnel(tenant, with(tunnel(pop), "psk", quoted(first)));
    patch(tenant, id, quoted(next), 200);
    operator().body("{\"licences\":[]}").patch(Calls.TENANTS + "/" + tenant).then().statusCode(200);
    assertThat(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), 3)).hasSize(3);
    admin(tenant).delete(TUNNELS + "/" + id).then().statusCode(200);
    assertNotLogged(first);
    assertNotLogged(next);
  }

  @Test
  void aKeyThatIsRefusedIsNotLogged() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String bad = unique("a-bad-key");
    patch(tenant, id, quoted("k" + Calls.next()), 400);
    patch(tenant, id, quoted(bad + "\\u0007"), 400);
    patch(tenant, id, quoted(bad + "k".repeat(256)), 400);
    patch(tenant, id, "[" + quoted(bad) + "]", 400);
    patch(tenant, id, "{" + quoted(bad) + ":1}", 400);
    patch(tenant, id, quoted(bad) + ",", 400);
    patch(tenant, id, quoted(bad) + ",\"psk\":" + quoted(bad), 400);
    patch(tenant, id, quoted(bad) + ",\"bandwidth\":0", 400);
    patch(tenant, 999_999_999, quoted(bad), 404);
    assertNotLogged(bad);
  }

  @Test
  void aKeyThatIsTakenIsNotLogged() {
    String taken = unique("a-key-that-is-taken");
    String tenant = tenant();
    createTunnel(tenant, with(tunnel(sharedPop()), "psk", quoted(taken)));
    admin(tenant)
        .body(with(tunnel(sharedPop()), "psk", quoted(taken)))
        .post(TUNNELS)
        .then()
        .statusCode(409);
    long other = createTunnel(tenant, tunnel(sharedPop()));
    patch(tenant, other, quoted(taken), 409);
    assertThat(log.has("tunnel_psk_unique")).isTrue();
    assertNotLogged(taken);
  }

  @Test
  void aKeyThatCannotBeStoredBecauseTheDatabaseIsAwayIsNotLogged() {
    String lost = unique("a-key-without-a-database");
    String tenant = tenant();
    String json = with(tunnel(sharedPop()), "psk", quoted(lost));
    Surroundings.cable().cut();
    try {
      admin(tenant).body(json).post(TUNNELS).then().statusCode(503);
    } finally {
      Surroundings.cable().mend();
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> admin(tenant).get(TUNNELS).then().statusCode(200));
    assertThat(log.has("database away")).isTrue();
    assertNotLogged(lost);
  }

  @Test
  void aKeyInAFileIsNotLogged() {
    String tenant = tenant();
    String key = unique("a-key-in-a-file");
    String row = row("hq", sharedPop()).replaceFirst("a very long[^,]*", key);
    imported(tenant, row);
    review(tenant, row).statusCode(201);
    review(tenant, row.replace(",50,", ",50,,,,")).statusCode(201);
    review(tenant, row.replace(sharedPop(), "no-such-pop")).statusCode(201);
    review(tenant, row.replace("hq", "\"hq")).statusCode(201);
    review(tenant, "\"x\"y" + row).statusCode(400);
    review(tenant(), row).statusCode(201);
    csv(tenant).body(row + row).post(IMPORTS).then().statusCode(400);
    assertNotLogged(key);
  }
}
