package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.sharedPop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PATCH and DELETE of a tunnel, and who may do them. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TunnelChangeTest {
  private static Map<String, Object> read(String tenant, long id) {
    return admin(tenant)
        .get(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getMap("result[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notes       | \"changed\"",
        "vendor      | \"changed\"",
        "template    | \"changed\"",
        "site        | \"changed\"",
        "bandwidth   | 77",
        "encryption  | \"AES128-CBC\"",
        "sourcetype  | \"IoT\"",
        "enabled     | false",
        "srcidentity | \"changed.example.net\""
      })
  void onlyTheFieldThatIsSentChanges(String field, String value) {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    Map<String, Object> before = new LinkedHashMap<>(read(tenant, id));
    admin(tenant)
        .body("{\"%s\":%s}".formatted(field, value))
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .body("result", equalTo("tunnel updated successfully"))
        .body("data", hasSize(1));
    Map<String, Object> after = new LinkedHashMap<>(read(tenant, id));
    assertThat(String.valueOf(after.remove(field))).isEqualTo(value.replace("\"", ""));
    assertThat(after.remove("version")).isEqualTo(2);
    before.remove(field);
    before.remove("version");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aChangeOfAnotherVersionIsRefusedAndChangesNothing() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant)
        .header("If-Match", "\"2\"")
        .body("{\"notes\":\"lost\"}")
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(412)
        .contentType("application/problem+json");
    assertThat(read(tenant, id)).containsEntry("notes", "").containsEntry("version", 1);
    admin(tenant)
        .header("If-Match", "\"1\"")
        .body("{\"notes\":\"kept\"}")
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .header("ETag", "\"2\"");
  }

  @Test
  void everyFaultOfAChangeIsToldAndNothingChanges() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant)
        .body("{\"notes\":\"x\",\"bandwidth\":0,\"encryption\":\"DES\"}")
        .patch(TUNNELS + "/" + id)
        .then()
        .statusCode(400)
        .body("violations.field.sort()", contains("bandwidth", "encryption"));
    assertThat(read(tenant, id)).containsEntry("notes", "").containsEntry("version", 1);
  }

  @Test
  void aTunnelCanBeDeletedOnce() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    admin(tenant)
        .delete(TUNNELS + "/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo(200))
        .body("result", equalTo("tunnel deleted successfully"));
    admin(tenant).delete(TUNNELS + "/" + id).then().statusCode(404);
    admin(tenant).get(TUNNELS + "/" + id).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PATCH", "DELETE"})
  void aTunnelOfAnotherTenantIsAsIfItWereNotThere(String method) {
    String owner = tenant();
    String other = tenant();
    long id = createTunnel(owner, tunnel(sharedPop()));
    Map<String, Object> before = read(owner, id);
    String foreign =
        admin(other)
            .body("{\"notes\":\"mine\"}")
            .request(method, TUNNELS + "/" + id)
            .then()
            .statusCode(404)
            .extract()
            .asString();
    String nowhere =
        admin(other)
            .body("{\"notes\":\"mine\"}")
            .request(method, TUNNELS + "/999999999999")
            .then()
            .statusCode(404)
            .extract()
            .asString();
    assertThat(foreign).isEqualTo(nowhere);
    assertThat(read(owner, id)).isEqualTo(before);
  }

  @Test
  void aViewerChangesNothing() {
    String tenant = tenant();
    long id = createTunnel(tenant, tunnel(sharedPop()));
    viewer(tenant).body("{\"notes\":\"x\"}").patch(TUNNELS + "/" + id).then().statusCode(403);
    viewer(tenant).delete(TUNNELS + "/" + id).then().statusCode(403);
    viewer(tenant).get(TUNNELS + "/" + id).then().statusCode(200);
  }
}
