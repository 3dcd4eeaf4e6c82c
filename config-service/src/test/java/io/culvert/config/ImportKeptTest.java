package io.culvert.config;

import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.commit;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.culvert.config.app.ImportService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of an import, for how long, and what a crash leaves. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportKeptTest {
  @Inject ImportService imports;

  private static String number(String id) {
    return "(select number from config.tunnel_import where id = '" + id + "')";
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(String sql) throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      assertThat(found.next()).isTrue();
      return String.valueOf(found.getString(1));
    }
  }

  @Test
  void aReviewIsKeptForADay() {
    String tenant = tenant();
    Instant expires =
        Instant.parse(review(tenant, row("hq", sharedPop())).extract().path("expires"));
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
  }

  @Test
  void anImportThatExpiredIsNotThereAndIsRemovedWithItsKeys() throws SQLException {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    String kept = reviewed(tenant, row("branch", sharedPop()));
    String number = value("select " + number(id));
    assertThat(
            value(
                "select count(psk_sealed) from config.tunnel_import_row where import = " + number))
        .isEqualTo("1");
    execute("update config.tunnel_import set expires = now() where id = '" + id + "'");
    csv(tenant).get(IMPORTS + "/" + id).then().statusCode(404);
    commit(tenant, id).statusCode(404).body("detail", containsString("kept for a while"));
    imports.removeExpired();
    assertThat(value("select count(*) from config.tunnel_import_row where import = " + number))
        .isEqualTo("0");
    assertThat(value("select count(*) from config.tunnel_import where id = '" + id + "'"))
        .isEqualTo("0");
    csv(tenant).get(IMPORTS + "/" + kept).then().statusCode(200);
  }

  @Test
  void ofATenantOnlyTheLatestTwentyAreKept() throws SQLException {
    String tenant = tenant();
    String others = tenant();
    String theirs = reviewed(others, row("hq", sharedPop()));
    String first = reviewed(tenant, row("first", sharedPop()));
    String second = reviewed(tenant, row("second", sharedPop()));
    String number = value("select " + number(first));
    for (int i = 0; i < 19; i++) {
      reviewed(tenant, row("site" + i, sharedPop()));
    }
    csv(tenant).get(IMPORTS + "/" + first).then().statusCode(404);
    csv(tenant).get(IMPORTS + "/" + second).then().statusCode(200);
    csv(others).get(IMPORTS + "/" + theirs).then().statusCode(200);
    assertThat(value("select count(*) from config.tunnel_import_row where import = " + number))
        .isEqualTo("0");
  }

  @Test
  void aCommitThatACrashBrokeOffCanBeRepeated() throws SQLException {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    execute("update config.tunnel_import set state = 'COMMITTING' where id = '" + id + "'");
    csv(tenant).get(IMPORTS + "/" + id).then().body("state", equalTo("committing"));
    commit(tenant, id).statusCode(200).body("state", equalTo("committed"));
  }

  @Test
  void aCommitUnderWayIsNotBegunTwiceNorRemoved() throws SQLException {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    execute("update config.tunnel_import set state = 'COMMITTING' where id = '" + id + "'");
    try (Connection working = Surroundings.database().connect();
        Statement statement = working.createStatement()) {
      working.setAutoCommit(false);
      statement.execute(
          "select pg_advisory_xact_lock(hashtextextended('culvert-import:%s:%s', 0))"
              .formatted(tenant, id));
      commit(tenant, id).statusCode(409).body("detail", containsString("just now"));
      csv(tenant).get(IMPORTS + "/" + id).then().body("state", equalTo("committing"));
      execute("update config.tunnel_import set expires = now() where id = '" + id + "'");
      imports.removeExpired();
      assertThat(value("select count(*) from config.tunnel_import where id = '" + id + "'"))
          .isEqualTo("1");
      working.rollback();
    }
    imports.removeExpired();
    assertThat(value("select count(*) from config.tunnel_import where id = '" + id + "'"))
        .isEqualTo("0");
  }

  @Test
  void noKeyIsInTheDatabaseOrInAnAnswer() throws SQLException {
    String tenant = tenant();
    String secret = "secret-in-a-file-" + tenant;
    String row = row("hq", sharedPop()).replaceFirst("a very long[^,]*", secret);
    review(tenant, row).body(not(containsString(secret)));
    imported(tenant, row);
    String wrong = reviewed(tenant, row.replace(sharedPop(), "no-such-pop"));
    String unclosed = reviewed(tenant, "\"" + row);
    csv(tenant).get(IMPORTS + "/" + unclosed).then().body(not(containsString(secret)));
    assertThat(
            value(
                "select string_agg(r::text, ' ') from config.tunnel_import_row r join"
                    + " config.tunnel_import i on i.number = r.import where i.tenant = '"
                    + tenant
                    + "'"))
        .contains("hq")
        .doesNotContain(secret);
    assertThat(
            value(
                "select count(psk_sealed) from config.tunnel_import_row where import = "
                    + number(wrong)))
        .isEqualTo("0");
  }
}
