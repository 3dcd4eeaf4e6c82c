package io.culvert.config;

import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static io.culvert.config.Records.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What gateways are told of tunnels and POPs. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class EventTest {
  private static String popWithKey(PskSeal.KeyPair key) {
    return pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
  }

  private static List<ConsumerRecord<String, String>> ofTunnel(long id, int count) {
    return Records.of(Topic.TUNNEL_CHANGES, Long.toString(id), count);
  }

  private static void patch(String tenant, long id, String json, int status) {
    admin(tenant).body(json).patch(TUNNELS + "/" + id).then().statusCode(status);
  }

  @Test
  void aNewTunnelIsToldWithAllThatGatewaysNeed() {
    PskSeal.KeyPair here = PskSeal.generate();
    PskSeal.KeyPair there = PskSeal.generate();
    String first = popWithKey(here);
    String second = popWithKey(there);
    String tenant = tenant();
    int number = Calls.next();
    long id =
        createTunnel(
            tenant,
            """
            {"site":"event-%d","srcidentity":"Branch%d.Example.com","srcipidentity":"2001:DB8:0::7",
             "psk":"secret-of-a-whole-event-%d","encryption":"aes192-gcm","pops":["%s","%s"],
             "bandwidth":150,"enabled":false,"notes":"not for gateways",
             "options":{"xff":{"enable":true,"iplist":["192.168.1.1","192.168.1.2"]}}}
            """
                .formatted(number, number, number, first, second));

    TunnelChange change = Records.tunnel(ofTunnel(id, 1).getFirst());

    assertThat(change)
        .isEqualTo(
            new TunnelChange(
                id,
                tenant,
                1,
                "event-" + number,
                new SourceIdentity(SourceIdentity.Kind.FQDN, "branch" + number + ".example.com"),
                "2001:db8::7",
                List.of(first, second),
                EncryptionCipher.AES192_GCM,
                150,
                false,
                true,
                change.psks(),
                List.of("192.168.1.1", "192.168.1.2"),
                false));
    assertThat(change.psks()).extracting(SealedPsk::pop).containsExactly(first, second);
    assertThat(change.psks()).extracting(SealedPsk::slot).containsOnly("current");
    assertThat(change.psks())
        .extracting(SealedPsk::keyId)
        .containsExactly(PskSeal.keyId(here.publicKey()), PskSeal.keyId(there.publicKey()));
  }

  @Test
  void forwardedForWithoutAListIsForEverybody() {
    int number = Calls.next();
    long id =
        createTunnel(
            tenant(),
            """
            {"site":"xff-%d","srcidentity":"xff%d.example.com","psk":"secret-of-xff-%d",
             "encryption":"AES128-CBC","pops":["%s"],"options":{"xff":{"enable":true}}}
            """
                .formatted(number, number, number, sharedPop()));
    assertThat(Records.tunnel(ofTunnel(id, 1).getFirst()).xffAddresses())
        .containsExactly(TunnelChange.EVERYBODY);
  }

  @Test
  void anEventIsACloudEventOfThisService() {
    long id = createTunnel(tenant(), tunnel(sharedPop()));
    ConsumerRecord<String, String> entry = ofTunnel(id, 1).getFirst();
    assertThat(header(entry, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(entry, "ce_source")).isEqualTo("/config-service");
    assertThat(header(entry, "ce_type")).isEqualTo("io.culvert.TunnelChange");
    assertThat(header(entry, "content-type")).isEqualTo("application/json");
    assertThat(header(entry, "ce_id")).isNotBlank();
    Instant time = Instant.parse(header(entry, "ce_time"));
    assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aChangeIsToldWithAHigherVersionAndWhatWasNotSentAsItWas() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    patch(tenant, id, "{\"enabled\":false}", 200);
    patch(tenant, id, "{\"bandwidth\":null}", 200);
    List<TunnelChange> told = ofTunnel(id, 3).stream().map(Records::tunnel).toList();
    assertThat(told).extracting(TunnelChange::version).containsExactly(1L, 2L, 3L);
    assertThat(told).extracting(TunnelChange::enabled).containsExactly(true, false, false);
    assertThat(told).extracting(TunnelChange::bandwidthMbps).containsExactly(50, 50, null);
    assertThat(told).extracting(TunnelChange::identity).containsOnly(told.getFirst().identity());
    assertThat(told).extracting(TunnelChange::encryption).containsOnly(EncryptionCipher.AES256_GCM);
  }

  @Test
  void aNewKeyIsToldSealed() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(popWithKey(key)));
    String next = "the next secret " + Calls.next();
    patch(tenant, id, "{\"psk\":\"%s\"}".formatted(next), 200);
    TunnelChange change = Records.tunnel(ofTunnel(id, 2).getLast());
    assertThat(new PskSeal.Opener(key).open(change.psks().getFirst(), id))
        .isEqualTo(next.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aChangeThatIsRefusedIsNotTold() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    createTunnel(tenant, with(tunnel(sharedPop()), "site", "\"taken\""));
    patch(tenant, id, "{\"bandwidth\":0}", 400);
    patch(tenant, id, "{\"site\":\"taken\"}", 409);
    admin(tenant)
        .header("If-Match", "\"9\"")
        .body("{\"notes\":\"x\"}")
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(412);
    patch(tenant, id, "{\"site\":\"free\"}", 200);
    assertThat(ofTunnel(id, 2).stream().map(Records::tunnel))
        .extracting(TunnelChange::site)
        .endsWith("free")
        .doesNotContain("taken")
        .hasSize(2);
  }

  @Test
  void aDeletedTunnelIsToldWithATombstone() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant).delete(TUNNELS + "/" + id).then().statusCode(200);
    List<ConsumerRecord<String, String>> told = ofTunnel(id, 2);
    assertThat(told.getFirst().value()).isNotNull();
    assertThat(told.getLast().value()).isNull();
    assertThat(header(told.getLast(), "ce_type")).isEqualTo("io.culvert.TunnelChange");
  }

  @Test
  void aLicenceThatComesOrGoesIsToldOfAllTunnelsOfTheTenantAndOfNoOther() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String pop = popWithKey(key);
    String tenant = tenant();
    String psk = "secret under a licence " + Calls.next();
    long one = createTunnel(tenant, with(tunnel(pop), "psk", "\"" + psk + "\""));
    long two = createTunnel(tenant, tunnel(pop));
    String other = tenant();
    long foreign = createTunnel(other, tunnel(pop));
    licences(tenant, "");
    for (long id : List.of(one, two)) {
      TunnelChange told = Records.tunnel(ofTunnel(id, 2).getLast());
      assertThat(told.licensed()).isFalse();
      assertThat(told.version()).isEqualTo(2);
    }
    licences(tenant, "\"other\",\"secure-web-gateway\"");
    TunnelChange again = Records.tunnel(ofTunnel(one, 3).getLast());
    assertThat(again.licensed()).isTrue();
    assertThat(again.version()).isEqualTo(3);
    assertThat(new PskSeal.Opener(key).open(again.psks().getFirst(), one))
        .isEqualTo(psk.getBytes(StandardCharsets.UTF_8));
    admin(tenant).get(TUNNELS + "/" + one).then().header("ETag", "\"1\"");
    patch(other, foreign, "{\"enabled\":false}", 200);
    TunnelChange untouched =
        Records.of(Topic.TUNNEL_CHANGES, Long.toString(foreign), EventTest::endsDisabled).stream()
            .map(Records::tunnel)
            .toList()
            .getLast();
    assertThat(untouched.version()).isEqualTo(2);
  }

  private static boolean endsDisabled(List<ConsumerRecord<String, String>> told) {
    return !told.isEmpty() && !Records.tunnel(told.getLast()).enabled();
  }

  @Test
  void aLicenceThatIsNotForTunnelsIsNoReasonToTellThem() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    String other = tenant();
    long later = createTunnel(other, tunnel(sharedPop()));
    licences(tenant, "\"secure-web-gateway\",\"another\"");
    // Marked tunnels are told in order of id: when the later one was, the earlier is not marked.
    licences(other, "");
    assertThat(Records.tunnel(ofTunnel(later, 2).getLast()).licensed()).isFalse();
    assertThat(Records.all(Topic.TUNNEL_CHANGES))
        .filteredOn(entry -> entry.key().equals(Long.toString(id)))
        .hasSize(1);
  }

  private static void licences(String tenant, String list) {
    operator()
        .body("{\"licences\":[%s]}".formatted(list))
        .patch(TENANTS + "/" + tenant)
        .then()
        .statusCode(200);
  }

  @Test
  void aPopIsToldWhenItIsMadeChangedAndDeleted() {
    PskSeal.KeyPair key = PskSeal.generate();
    String name = pop();
    operator()
        .body(
            """
            {"gateways":["192.0.2.77","2001:DB8::77"],"probe":null,"acceptingTunnels":false,
             "region":"NZ","publicKey":"%s"}
            """
                .formatted(key.publicKey()))
        .patch(OPERATOR_POPS + "/" + name)
        .then()
        .statusCode(200);
    operator().delete(OPERATOR_POPS + "/" + name).then().statusCode(200);

    List<ConsumerRecord<String, String>> told = Records.of(Topic.POP_CHANGES, name, 3);

    PopChange made = Records.read(told.get(0), PopChange.class);
    assertThat(made.id()).matches("0x[0-9A-F]{4}");
    assertThat(made.gateways()).hasSize(1).first().asString().startsWith("192.0.2.");
    assertThat(made)
        .isEqualTo(
            new PopChange(
                made.id(),
                name,
                1,
                "US-CA",
                made.gateways(),
                made.probe(),
                true,
                null,
                made.certificate()));
    assertThat(made.probe()).startsWith("10.140.6.");
    PopChange changed = Records.read(told.get(1), PopChange.class);
    assertThat(changed)
        .isEqualTo(
            new PopChange(
                made.id(),
                name,
                2,
                "NZ",
                List.of("192.0.2.77", "2001:db8::77"),
                null,
                false,
                key.publicKey(),
                changed.certificate()));
    assertThat(told.get(2).value()).isNull();
    assertThat(header(told.get(2), "ce_type")).isEqualTo("io.culvert.PopChange");
  }
}
