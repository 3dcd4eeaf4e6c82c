package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.Surroundings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many instances seal anew, in a real database, and some of them are killed. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SharedResealingTest {
  private static final int VALUES = 700;
  private static final SealedPlace PLACE = SealedPlace.SERVICE_KEY;

  @Inject SecretStore store;
  @Inject KeyRing ring;

  /** Values of before keys had ids: to seal them anew gives them one. */
  @BeforeEach
  void insert() throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        PreparedStatement insert =
            connection.prepareStatement("insert into config.service_key values (?, ?)")) {
      for (int i = 0; i < VALUES; i++) {
        String name = "shared-" + i;
        String sealed = ring.seal(PLACE.purpose(), PLACE.context(name), plain(name));
        insert.setString(1, name);
        insert.setString(2, sealed.substring(sealed.lastIndexOf('.') + 1));
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(VALUES);
    }
  }

  @AfterEach
  void delete() throws SQLException {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from config.service_key where name like 'shared-%'");
    }
  }

  private static byte[] plain(String name) {
    return ("secret of " + name).getBytes(StandardCharsets.UTF_8);
  }

  private long left() {
    return store.counts(PLACE).getOrDefault(KeyRing.NO_ID, 0L);
  }

  @Test
  void whatOneLeavesHalfDoneTheOthersDoOnce() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    assertThatThrownBy(
            () ->
                store.rewrite(
                    PLACE,
                    ring.current(),
                    "",
                    200,
                    value -> {
                      if (seen.incrementAndGet() == 100) {
                        throw new IllegalStateException("killed");
                      }
                      return "lost";
                    }))
        .hasMessage("killed");
    assertThat(left()).isEqualTo(VALUES);

    Resealing resealing = new Resealing(ring, store, Clock.systemUTC());
    resealing.order();
    List<Future<Integer>> instances = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        instances.add(threads.submit(resealing::carryOut));
      }
    }
    for (Future<Integer> instance : instances) {
      assertThat(instance.get()).isZero();
    }
    assertThat(resealing.carryOut()).isZero();

    assertThat(left()).isZero();
    assertThat(store.order().orElseThrow().finished()).isNotNull();
    for (int i = 0; i < VALUES; i++) {
      String name = "shared-" + i;
      String sealed = store.serviceKey(name).orElseThrow();
      assertThat(ring.open(PLACE.purpose(), PLACE.context(name), sealed)).isEqualTo(plain(name));
    }
  }
}
