package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.culvert.config.ImportCalls.IMPORTS;
import static io.culvert.config.ImportCalls.commit;
import static io.culvert.config.ImportCalls.csv;
import static io.culvert.config.ImportCalls.imported;
import static io.culvert.config.ImportCalls.review;
import static io.culvert.config.ImportCalls.reviewed;
import static io.culvert.config.ImportCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The commit of a review: all of it or nothing, and nothing else. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ImportCommitTest {
  private static final String LONG = "a very long[^,]*";

  private static JsonPath only(String tenant) {
    return admin(tenant)
        .get(TUNNELS)
        .then()
        .body("total", equalTo(1))
        .extract()
        .jsonPath()
        .setRootPath("result[0]");
  }

  @Test
  void tunnelsMayExchangeIdentitiesAndKeysAndANewOneTakeWhatAnotherGivesUp() {
    String tenant = tenant();
    String[] one = row("one", sharedPop()).strip().split(",", -1);
    String[] two = row("two", sharedPop()).strip().split(",", -1);
    String[] three = row("three", sharedPop()).strip().split(",", -1);
    String[] four = row("four", sharedPop()).strip().split(",", -1);
    imported(tenant, lines(one, two, three));

    String[] given = three.clone();
    three[1] = "moved-" + three[1];
    three[6] = "another " + three[6];
    four[1] = given[1];
    four[6] = given[6];
    String kept = one[1] + "," + one[6];
    one[1] = two[1];
    one[6] = two[6];
    two[1] = kept.split(",", -1)[0];
    two[6] = kept.split(",", -1)[1];
    imported(tenant, lines(four, three, two, one));

    admin(tenant)
        .queryParam("sort", "id")
        .get(TUNNELS)
        .then()
        .body("result.site", contains("one", "two", "three", "four"))
        .body("result.srcidentity", contains(one[1], two[1], three[1], four[1]));
    review(tenant, lines(one, two, three, four)).body("totals.unchanged", equalTo(4));
  }

  @Test
  void anIdentityThatItsTunnelKeepsIsTaken() {
    String tenant = tenant();
    String[] one = row("one", sharedPop()).strip().split(",", -1);
    String[] two = row("two", sharedPop()).strip().split(",", -1);
    imported(tenant, lines(one, two));
    two[1] = one[1];
    one[7] = "40";
    review(tenant, lines(two))
        .body("rows[0].errors[0].message", equalTo("is taken by another tunnel"));
    review(tenant, lines(two, one)).body("totals.error", equalTo(2));
  }

  private static String lines(String[]... rows) {
    return Arrays.stream(rows)
        .map(cells -> String.join(",", cells) + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void whatWasReviewedIsDoneAndListed() {
    String tenant = tenant();
    String id = reviewed(tenant, row("north", sharedPop()) + row("south", sharedPop()));
    commit(tenant, id)
        .statusCode(200)
        .body("id", equalTo(id))
        .body("state", equalTo("committed"))
        .body("totals.create", equalTo(2))
        .body("rows.name", contains("north", "south"))
        .body("rows.action", contains("create", "create"));
    admin(tenant)
        .get(TUNNELS)
        .then()
        .body("result.site", contains("north", "south"))
        .body("result.version", contains(1, 1))
        .body("result.sourcetype", contains("Mixed", "Mixed"))
        .body("result.encryption", contains("AES256-GCM", "AES256-GCM"));
  }

  @Test
  void gatewaysOfThePopCanOpenTheKeyOfATunnelThatWasImported() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    String tenant = tenant();
    String row = row("hq", pop);
    imported(tenant, row);
    long id = only(tenant).getLong("id");
    TunnelChange made = event(id, 1);
    assertThat(made.tenant()).isEqualTo(tenant);
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.licensed()).isTrue();
    SealedPsk psk = made.psks().getFirst();
    assertThat(new String(new PskSeal.Opener(key).open(psk, id), StandardCharsets.UTF_8))
        .isEqualTo(row.split(",", -1)[6]);
    imported(tenant, row.replaceFirst(LONG, "").replace(",50,", ",60,"));
    TunnelChange changed = event(id, 2);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.bandwidthMbps()).isEqualTo(60);
    assertThat(
            new String(
                new PskSeal.Opener(key).open(changed.psks().getFirst(), id),
                StandardCharsets.UTF_8))
        .isEqualTo(row.split(",", -1)[6]);
  }

  private static TunnelChange event(long id, int number) {
    return Records.tunnel(Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), number).getLast());
  }

  @Test
  void anUpdateKeepsWhatHasNoColumn() {
    String tenant = tenant();
    String json = with(tunnel(sharedPop()), "site", "\"hq\"");
    createTunnel(
        tenant,
        json.strip().replaceFirst("}$", "")
            + ",\"notes\":\"n\",\"vendor\":\"v\",\"template\":\"t\",\"sourcetype\":\"IoT\",\"options\":{\"rekey\":true,\"reauth\":true,\"xff\":{\"enable\":true,\"iplist\":[\"192.0.2.1\"]}}}");
    imported(tenant, row("hq", sharedPop()).replace(",50,", ",70,"));
    JsonPath now = only(tenant);
    assertThat(now.getInt("bandwidth")).isEqualTo(70);
    assertThat(now.getInt("version")).isEqualTo(2);
    assertThat(now.getString("notes")).isEqualTo("n");
    assertThat(now.getString("vendor")).isEqualTo("v");
    assertThat(now.getString("template")).isEqualTo("t");
    assertThat(now.getString("sourcetype")).isEqualTo("IoT");
    assertThat(now.getBoolean("options.rekey")).isTrue();
    assertThat(now.getBoolean("options.reauth")).isTrue();
    assertThat(now.getList("options.xff.iplist")).containsExactly("192.0.2.1");
  }

  @Test
  void aTunnelThatIsUnchangedIsNotTouched() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    imported(tenant, row);
    assertThat(only(tenant).getInt("version")).isEqualTo(1);
  }

  @Test
  void aKeyThatIsSetEndsTheGraceOfTheOneBefore() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    admin(tenant)
        .body("{\"psk\":\"rotated for %s\"}".formatted(tenant))
        .post(TUNNELS + "/" + only(tenant).getLong("id") + "/psk/rotate")
        .then()
        .statusCode(200);
    imported(tenant, row.replaceFirst(LONG, "").replace(",50,", ",60,"));
    assertThat(only(tenant).getString("previouskeyuntil")).isNotNull();
    imported(tenant, row.replaceFirst(LONG, "set for " + tenant));
    assertThat(only(tenant).getString("previouskeyuntil")).isNull();
  }

  @Test
  void aSecondCommitIsRefused() {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()));
    commit(tenant, id).statusCode(200);
    commit(tenant, id)
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("committed already"));
    csv(tenant).get(IMPORTS + "/" + id).then().body("state", equalTo("committed"));
  }

  @Test
  void commitsAtTheSameTimeDoItOnce() {
    String tenant = tenant();
    String id =
        reviewed(
            tenant,
            IntStream.range(0, 500)
                .mapToObj(i -> row("site" + i, sharedPop()))
                .collect(Collectors.joining()));
    List<Integer> statuses =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(_ -> commit(tenant, id).extract().statusCode())
            .toList();
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    admin(tenant).get(TUNNELS).then().body("total", equalTo(500));
  }

  @Test
  void nothingIsDoneWhileARowIsInError() {
    String tenant = tenant();
    String id = reviewed(tenant, row("hq", sharedPop()) + row("branch", "no-such-pop"));
    commit(tenant, id).statusCode(409).body("detail", containsString("1 of the rows cannot"));
    admin(tenant).get(TUNNELS).then().body("total", equalTo(0));
    csv(tenant).get(IMPORTS + "/" + id).then().body("state", equalTo("reviewed"));
  }

  @Test
  void auditLogHasAnEntryForEachTunnelWithItsFieldsAndNoKey() {
    String tenant = tenant();
    String row = row("hq", sharedPop());
    imported(tenant, row);
    String key = row.split(",", -1)[6];
    String next = "the next secret of hq " + Calls.next();
    imported(tenant, row.replace(",50,", ",60,").replace(key, next));

    String log = admin(tenant).get(Calls.AUDIT + "?type=tunnel").then().extract().asString();
    JsonPath entries = new JsonPath(log);
    assertThat(entries.getList("result.action")).containsExactly("update", "create");
    assertThat(entries.getMap("result[0].before")).isEqualTo(Map.of("bandwidth", "50"));
    assertThat(entries.getMap("result[0].after"))
        .isEqualTo(Map.of("bandwidth", "60", "psk", "changed"));
    assertThat(entries.getMap("result[1].after"))
        .containsEntry("site", "hq")
        .containsEntry("pops[0]", sharedPop())
        .containsEntry("encryption", "AES256-GCM")
        .containsEntry("psk", "changed")
        .doesNotContainKey("srcipidentity");
    assertThat(entries.getString("result[1].actor.kind")).isEqualTo("user");
    assertThat(log).doesNotContain(key).doesNotContain(next);
  }

  @Test
  void aFileWithoutRowsIsCommittedToNoEffect() {
    String tenant = tenant();
    commit(tenant, review(tenant, "").extract().path("id"))
        .statusCode(200)
        .body("rows", hasSize(0));
  }
}
