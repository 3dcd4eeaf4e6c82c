package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** POST of a tunnel: the documented shapes, and what is refused. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelCreateTest {
  @Test
  void documentedRequestIsAnsweredInTheDocumentedShape() {
    String tenant = tenant();
    String first = pop();
    String second = pop();
    admin(tenant)
        .body(
            """
            {"site":"remotesite1","srcidentity":"192.168.1.1","srcipidentity":"192.168.1.1",
             "psk":"only-known-to-the-two-ends","encryption":"AES128-CBC","pops":["%s","%s"],
             "bandwidth":50,"notes":"n","vendor":"v","sourcetype":"Mixed","template":"t","enable":true,
             "options":{"rekey":false,"reauth":false,"xff":{"enable":true,"iplist":["192.168.1.1"]}}}
            """
                .formatted(first, second))
        .post(TUNNELS)
        .then()
        .statusCode(201)
        .header("ETag", "\"1\"")
        .body("status", equalTo(201))
        .body("result", equalTo("tunnel created successfully"))
        .body("data", hasSize(1))
        .body("data[0].site", equalTo("remotesite1"))
        .body("data[0].enabled", equalTo(true))
        .body("data[0].pops", hasSize(2))
        .body("data[0].pops[0].name", equalTo(first))
        .body("data[0].pops[0].primary", equalTo(true))
        .body("data[0].pops[0].gateway", containsString("192.0.2."))
        .body("data[0].pops[0].probeip", containsString("10.140.6."))
        .body("data[0].pops[0].status", equalTo("unknown"))
        .body("data[0].pops[0].since", equalTo("unknown"))
        .body("data[0].pops[0].throughput", equalTo("unknown"))
        .body("data[0].pops[1].name", equalTo(second))
        .body("data[0].pops[1].primary", equalTo(false))
        .body("data[0].vendor", equalTo("v"))
        .body("data[0].template", equalTo("t"))
        .body("data[0].sourcetype", equalTo("Mixed"))
        .body("data[0].notes", equalTo("n"))
        .body("data[0].bandwidth", equalTo(50))
        .body("data[0].encryption", equalTo("AES128-CBC"))
        .body("data[0].srcidentity", equalTo("192.168.1.1"))
        .body("data[0].srcipidentity", equalTo("192.168.1.1"))
        .body("data[0].options.rekey", equalTo(false))
        .body("data[0].options.reauth", equalTo(false))
        .body("data[0].options.xff.enabled", equalTo(true))
        .body("data[0].options.xff.iplist[0]", equalTo("192.168.1.1"))
        .body("data[0].version", equalTo(1))
        .body("data[0].status", nullValue())
        .body("warnings", nullValue())
        .body(not(containsString("only-known-to-the-two-ends")));
  }

  @Test
  void onePopAndAShortKeyAreWarnedAbout() {
    String json =
        admin(tenant())
            .body(tunnel(pop()).replaceFirst("a very long secret number", "short key"))
            .post(TUNNELS)
            .then()
            .statusCode(201)
            .body("warnings", hasSize(2))
            .extract()
            .asString();
    assertThat(json).contains("failover").contains("psk");
  }
}
