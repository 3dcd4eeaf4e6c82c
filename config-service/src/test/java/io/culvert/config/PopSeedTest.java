package io.culvert.config;

import static io.culvert.config.Calls.POPS;
import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.culvert.config.app.PopService;
import io.culvert.config.config.ConfigServiceConfig;
import io.culvert.config.domain.PopSettings;
import io.culvert.contract.Topic;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The POPs that are there after the first start. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class PopSeedTest {
  @Inject PopService pops;

  @Test
  void catalogueHasRealPlacesSoThatTheClosestComesFirst() {
    // In Lyon; Marseille is closer than Paris.
    admin("demo")
        .queryParam("lat", "45.76")
        .queryParam("long", "4.84")
        .queryParam("country", "fr")
        .get(POPS)
        .then()
        .statusCode(200)
        .body("result.name", contains("mrs1", "par1"))
        .body("result[0].distance", equalTo("172 miles"))
        .body("result[0].location", equalTo("Marseille, FR"));
    admin("demo")
        .queryParam("region", "US-CA")
        .get(POPS)
        .then()
        .body("result.name", hasItem("sfo1"));
  }

  @Test
  void catalogueIsToldToTheGateways() throws Exception {
    assertThat(Records.of(Topic.POP_CHANGES, "sfo1", 1)).isNotEmpty();
  }

  @Test
  void twoOfOneMetroWithOneReleaseDayAreRefusedTogether() {
    String tenant = tenant();
    admin(tenant)
        .body(tunnel("lon1", "lon2"))
        .post(TUNNELS)
        .then()
        .statusCode(409)
        .body("detail", containsString("same metro"));
    admin(tenant).body(tunnel("fra1", "fra2")).post(TUNNELS).then().statusCode(201);
  }

  @Test
  void aStartWithPopsMakesNone() throws Throwable {
    PopSettings more = VertxContextSupport.subscribeAndAwait(pops::all).getFirst().settings();
    assertThat(VertxContextSupport.subscribeAndAwait(() -> pops.seed(List.of(more)))).isZero();
  }

  @Test
  void mistakeInAnOwnCatalogueIsToldWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("pops.json");
    Files.writeString(file, "[{\"name\":\"Not A Name\",\"region\":\"US-CA\"}]");
    assertThatThrownBy(() -> seed(file).onStart(new StartupEvent()))
        .hasMessageContaining("pops.json, entry 1: ")
        .hasMessageContaining("name must be lower-case letters")
        .hasMessageContaining("location");
    Files.writeString(file, "[7]");
    assertThatThrownBy(() -> seed(file).onStart(new StartupEvent()))
        .hasMessageContaining("entry 1 is not a JSON object");
  }

  private PopSeed seed(Path file) {
    return new PopSeed(
        new SmallRyeConfigBuilder()
            .withMapping(ConfigServiceConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of("culvert.config.pop-catalogue", file.toString()), "test", 100))
            .build()
            .getConfigMapping(ConfigServiceConfig.class),
        pops);
  }
}
