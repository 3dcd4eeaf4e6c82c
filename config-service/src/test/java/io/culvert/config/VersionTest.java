package io.culvert.config;

import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.TENANTS;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators who change the same thing at once do not undo each other's work unseen. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class VersionTest {
  @ParameterizedTest
  @ValueSource(strings = {TENANTS, OPERATOR_POPS})
  void aChangeOfAnotherVersionIsRefusedAndChangesNothing(String collection) {
    String pops = collection.equals(OPERATOR_POPS) ? pop() : tenant();
    String path = collection + "/" + pops;
    String field = collection.equals(OPERATOR_POPS) ? "location" : "name";
    operator().get(path).then().statusCode(200).header("ETag", "\"1\"").body("total", equalTo(1));
    change(path, "\"1\"", field, "seen", 200);
    change(path, "\"1\"", field, "unseen", 412);
    change(path, "W/\"2\"", field, "unseen", 412);
    operator()
        .get(path)
        .then()
        .header("ETag", "\"2\"")
        .body("result[0]." + field, equalTo("seen"))
        .body("result[0].version", equalTo(2));
    change(path, "*", field, "whatever", 200);
  }

  private static void change(String path, String tag, String field, String value, int status) {
    operator()
        .header("If-Match", tag)
        .body("{\"%s\":\"%s\"}".formatted(field, value))
        .patch(path)
        .then()
        .statusCode(status);
  }

  @Test
  void aPopOfAnotherVersionIsNotDeleted() {
    String path = OPERATOR_POPS + "/" + pop();
    operator().header("If-Match", "\"2\"").delete(path).then().statusCode(412);
    operator().header("If-Match", "\"1\"").delete(path).then().statusCode(200);
  }

  @Test
  void whatIsMadeComesWithItsTag() {
    operator()
        .body("{\"id\":\"tagged-%d\",\"name\":\"T\"}".formatted(Calls.next()))
        .post(TENANTS)
        .then()
        .statusCode(201)
        .header("ETag", "\"1\"")
        .body("data[0].version", equalTo(1));
  }
}
