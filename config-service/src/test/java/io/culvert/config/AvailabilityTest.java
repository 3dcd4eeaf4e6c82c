package io.culvert.config;

import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelStatus.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on while Kafka or the database is away, and that it heals by itself. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AvailabilityTest {
  private static final Duration HEALING = Duration.ofSeconds(60);

  @AfterEach
  void heal() {
    Surroundings.kafka().resume();
    Surroundings.cable().mend();
    awaitHealth(200);
  }

  private static void awaitHealth(int status) {
    await().atMost(HEALING).untilAsserted(() -> given().get("/q/health").then().statusCode(status));
  }

  private static void patch(String tenant, long id, String json) {
    admin(tenant).body(json).patch(TUNNELS + "/" + id).then().statusCode(200);
  }

  @Test
  void changesMadeWhileKafkaIsAwayAreAcceptedAndToldInOrderWhenItIsBack() {
    String pop = pop();
    String tenant = tenant();
    long old = createTunnel(tenant, tunnel(pop));
    Surroundings.kafka().pause();
    awaitHealth(503);
    long made = createTunnel(tenant, tunnel(pop));
    for (int mbps = 101; mbps <= 110; mbps++) {
      patch(tenant, old, "{\"bandwidth\":%d}".formatted(mbps));
      patch(tenant, made, "{\"bandwidth\":%d}".formatted(mbps));
    }
    admin(tenant).delete(TUNNELS + "/" + made).then().statusCode(200);
    admin(tenant)
        .get(TUNNELS)
        .then()
        .statusCode(200)
        .body("result.id", contains((int) old))
        .body("result.bandwidth", contains(110));
    given().get("/q/health/live").then().statusCode(200);
    // It can still do its work: it must not be taken out of traffic.
    given().get("/q/health/ready").then().statusCode(200);
    Surroundings.kafka().resume();

    List<ConsumerRecord<String, String>> changed = told(old, 11);
    assertThat(changed.stream().map(Records::tunnel).map(TunnelChange::version))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
    assertThat(Records.tunnel(changed.getLast()).bandwidthMbps()).isEqualTo(110);
    List<ConsumerRecord<String, String>> deleted = told(made, 12);
    assertThat(deleted.getLast().value()).isNull();
    assertThat(
            deleted.stream()
                .filter(entry -> entry.value() != null)
                .map(Records::tunnel)
                .map(TunnelChange::version))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
  }

  private static List<ConsumerRecord<String, String>> told(long id, int count) {
    return Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), count);
  }

  @Test
  void aPopAndALicenceThatChangeWhileKafkaIsAwayAreToldWhenItIsBack() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    Surroundings.kafka().pause();
    awaitHealth(503);
    String pop = pop();
    operator()
        .body("{\"acceptingTunnels\":false}")
        .patch(Calls.OPERATOR_POPS + "/" + pop)
        .then()
        .statusCode(200);
    operator().body("{\"licences\":[]}").patch(TENANTS + "/" + tenant).then().statusCode(200);
    Surroundings.kafka().resume();
    assertThat(Records.of(Topic.POP_CHANGES, pop, 2).stream())
        .extracting(entry -> Records.read(entry, PopChange.class).acceptingTunnels())
        .startsWith(true)
        .endsWith(false);
    assertThat(Records.tunnel(told(id, 2).getLast()).licensed()).isFalse();
  }

  @Test
  void theLastKnownStatusIsShownWhileKafkaIsAwayAndTheNextOneWhenItIsBack() throws Exception {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    Reports.report(id, tenant, State.UP, Reports.up(sharedPop(), 1, 1));
    Reports.awaitStatus(tenant, id, "up");
    Surroundings.kafka().pause();
    awaitHealth(503);
    admin(tenant)
        .queryParam("status", "up")
        .get(TUNNELS)
        .then()
        .statusCode(200)
        .body("result.pops.status.flatten()", contains("up"));
    Surroundings.kafka().resume();
    Reports.report(id, tenant, State.DOWN, Reports.away(sharedPop(), State.DOWN, null));
    Reports.awaitStatus(tenant, id, "down");
  }

  @Test
  void withoutADatabaseEveryCallIsToldToTryAgainAndWorksByItselfWhenItIsBack() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String another = tunnel(sharedPop());
    Surroundings.cable().cut();
    unavailable(admin(tenant).get(TUNNELS));
    unavailable(admin(tenant).get(TUNNELS + "/" + id));
    unavailable(admin(tenant).body(another).post(TUNNELS));
    unavailable(admin(tenant).body("{\"bandwidth\":9}").patch(TUNNELS + "/" + id));
    unavailable(admin(tenant).delete(TUNNELS + "/" + id));
    unavailable(admin(tenant).get(Calls.POPS));
    unavailable(operator().get(TENANTS));
    unavailable(operator().body("{\"licences\":[]}").patch(TENANTS + "/" + tenant));
    given().get("/q/health/live").then().statusCode(200);
    awaitHealth(503);
    Surroundings.cable().mend();

    await().atMost(HEALING).untilAsserted(() -> admin(tenant).get(TUNNELS).then().statusCode(200));
    admin(tenant)
        .get(TUNNELS)
        .then()
        .body("result.id", contains((int) id))
        .body("result.bandwidth", contains(50))
        .body("result.version", contains(1));
    admin(tenant).body(another).post(TUNNELS).then().statusCode(201);
    patch(tenant, id, "{\"bandwidth\":77}");
    List<TunnelChange> told = told(id, 2).stream().map(Records::tunnel).toList();
    assertThat(told).extracting(TunnelChange::bandwidthMbps).containsExactly(50, 77);
  }

  @Test
  void whatIsWrongWithARequestIsToldAlsoWithoutADatabase() {
    Surroundings.cable().cut();
    admin("demo").body("{").post(TUNNELS).then().statusCode(400);
    admin("demo").queryParam("limit", 0).get(TUNNELS).then().statusCode(400);
    given().get(TUNNELS).then().statusCode(401);
    admin("demo").get(TENANTS).then().statusCode(403);
  }

  private static void unavailable(Response answer) {
    answer
        .then()
        .statusCode(503)
        .header("Retry-After", "5")
        .contentType("application/problem+json")
        .body("", aMapWithSize(3))
        .body("status", equalTo(503))
        .body("title", equalTo("Service Unavailable"))
        .body("detail", equalTo("the database does not answer; try again"));
  }
}
