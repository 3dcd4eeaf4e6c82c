package io.culvert.config;

import static io.culvert.config.Calls.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.config.app.Upkeep;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What nobody needs any more is thrown away, and nothing else. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class UpkeepTest {
  @Inject Upkeep upkeep;

  private static void token(String tenant, String name, String expires, String revoked) {
    Sql.execute(
        """
        insert into config.api_token
          (id, tenant, name, prefix, digest, scopes, expires, revoked, created, created_by, version)
        values (nextval('config.api_token_id'), '%1$s', '%2$s', 'p', '%1$s-%2$s',
                '/api/v2/audit READ', now() + interval '%3$s', now() + (%4$s)::interval, now(), 'x', 1)
        """
            .formatted(tenant, name, expires, revoked));
  }

  private static void answer(String tenant, String key, String age) {
    Sql.execute(
        "insert into config.idempotency_key values"
            + " ('%s', '%s', 'r', 201, '{}', '1', now() - interval '%s')"
                .formatted(tenant, key, age));
  }

  @Test
  void oldAnswersAndTokensAreForgottenAlsoByManyAtOnce() throws Exception {
    String tenant = tenant();
    token(tenant, "live", "1 day", "null");
    token(tenant, "expired", "-89 days", "null");
    token(tenant, "long-expired", "-91 days", "null");
    token(tenant, "revoked", "1 day", "'-89 days'");
    token(tenant, "long-revoked", "1 day", "'-91 days'");
    answer(tenant, "young", "23 hours");
    answer(tenant, "old", "25 hours");

    List<Future<Void>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        done.add(threads.submit(this::clean));
      }
    }
    for (Future<Void> one : done) {
      one.get();
    }

    assertThat(
            Sql.value(
                "select string_agg(name, ' ' order by name) from config.api_token where tenant = '%s'"
                    .formatted(tenant)))
        .isEqualTo("expired live revoked");
    assertThat(
            Sql.value(
                "select string_agg(key, ' ') from config.idempotency_key where tenant = '%s'"
                    .formatted(tenant)))
        .isEqualTo("young");
  }

  private Void clean() {
    try {
      return VertxContextSupport.subscribeAndAwait(upkeep::clean);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
