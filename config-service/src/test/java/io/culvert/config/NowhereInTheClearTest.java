package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that a key goes through in its life, and afterwards a look for it everywhere: each column of
 * each table, each record of each topic, the log at its finest, and the memory. A key comes as JSON
 * and is a text while its request lasts; what is promised is that no live object has it afterwards.
 */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class NowhereInTheClearTest {
  @TempDir Path folder;

  private final List<HiddenSecret> used = new ArrayList<>();
  private final List<CapturedLog> logs = new ArrayList<>();

  @BeforeEach
  void listen() {
    logs.add(CapturedLog.start());
  }

  @AfterEach
  void stopListening() {
    logs.forEach(CapturedLog::close);
  }

  private HiddenSecret secret() {
    HiddenSecret made = HiddenSecret.random();
    used.add(made);
    return made;
  }

  private static byte[] send(
      String tenant, String method, String path, String body, HiddenSecret secret, int status)
      throws IOException {
    byte[] answer = RawHttp.send(method, path, Tokens.of(tenant, "admin"), body, secret);
    String line = new String(answer, 0, 12, StandardCharsets.US_ASCII);
    assertThat(line).isEqualTo("HTTP/1.1 " + status);
    return answer;
  }

  /** The number behind the first {@code "id":} of an answer. */
  private static long id(byte[] answer) {
    int at = RawHttp.indexOf(answer, "\"id\":") + 5;
    long id = 0;
    for (int i = at; answer[i] >= '0' && answer[i] <= '9'; i++) {
      id = id * 10 + answer[i] - '0';
    }
    return id;
  }

  /** Takes the key out of the answer that has one. */
  private HiddenSecret answered(byte[] answer) {
    int at = RawHttp.indexOf(answer, "\"psk\":\"") + 7;
    int end = at;
    while (answer[end] != '"') {
      end++;
    }
    HiddenSecret made = HiddenSecret.hide(Arrays.copyOfRange(answer, at, end));
    Arrays.fill(answer, (byte) 0);
    used.add(made);
    return made;
  }

  private void live() throws IOException {
    String tenant = tenant();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(PskSeal.generate().publicKey()));
    HiddenSecret first = secret();
    String json = with(tunnel(pop), "psk", "\"$\"");
    String psk = "{\"psk\":\"$\"}";
    String one = TUNNELS + "/" + id(send(tenant, "POST", TUNNELS, json, first, 201));
    send(tenant, "PATCH", one, psk, secret(), 200);
    send(tenant, "POST", one + "/psk/rotate", psk, secret(), 200);
    send(tenant, "POST", one + "/psk/retire", "", first, 200);
    answered(send(tenant, "POST", one + "/psk/generate", "", first, 200));
    send(tenant, "POST", one + "/psk/rotate", psk, secret(), 409);
    send(tenant, "PATCH", one, "{\"psk\":\"$\\u0007\"}", secret(), 400);
    send(tenant, "PATCH", one, "{\"psk\":\"$\",\"bandwidth\":0}", secret(), 400);
    send(tenant, "PATCH", one, "{\"psk\":[\"$\"]}", secret(), 400);
    send(tenant, "PATCH", one, "{\"psk\":\"$\"", secret(), 400);
    HiddenSecret shared = secret();
    send(tenant, "POST", TUNNELS, with(tunnel(sharedPop()), "psk", "\"$\""), shared, 201);
    send(tenant, "POST", TUNNELS, with(tunnel(sharedPop()), "psk", "\"$\""), shared, 409);
    operator().body("{\"licences\":[]}").patch(Calls.TENANTS + "/" + tenant).then().statusCode(200);
    long id = Long.parseLong(one.substring(one.lastIndexOf('/') + 1));
    assertThat(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), 6)).hasSize(6);
  }

  @Test
  void afterAllItWentThroughNoKeyIsAnywhere() throws Exception {
    live();
    HiddenSecret control = HiddenSecret.random();
    String held = new String(control.reveal(), StandardCharsets.UTF_8);
    Path dump = folder.resolve("live.hprof");
    HeapDump.write(dump);
    assertThat(used).hasSize(10);
    assertThat(held).hasSize(32);

    List<byte[]> found = new ArrayList<>(List.of(control.inMemory().getFirst()));
    used.forEach(secret -> found.addAll(secret.inMemory()));
    List<Integer> counts = HeapDump.count(dump, found);
    Files.delete(dump);
    assertThat(counts.getFirst()).as("the control, which is held").isPositive();
    assertThat(counts.subList(1, counts.size())).as("each key in each form").containsOnly(0);

    List<String> texts = used.stream().flatMap(secret -> secret.inText().stream()).toList();
    assertThat(logs.getFirst().has("insert into config.tunnel")).isTrue();
    assertThat(logs.getFirst().has(line -> texts.stream().anyMatch(line::contains))).isFalse();
    assertThat(database()).contains("router").doesNotContain(texts);
    for (Topic topic : Topic.values()) {
      for (ConsumerRecord<String, String> entry : Records.all(topic)) {
        assertThat(text(entry)).doesNotContain(texts);
      }
    }
  }

  /** Every row of every table as text. */
  private static String database() throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
                  + " from information_schema.tables where table_schema not in"
                  + " ('pg_catalog', 'information_schema')")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).contains("config.tunnel", "config.service_key", "config.certificate");
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
          while (rows.next()) {
            all.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    return all.toString();
  }

  /** A record's key, value and headers. */
  private static String text(ConsumerRecord<String, String> entry) {
    StringBuilder all = new StringBuilder(entry.key() + " " + entry.value());
    for (Header header : entry.headers()) {
      all.append(' ').append(new String(header.value(), StandardCharsets.UTF_8));
    }
    return all.toString();
  }
}
