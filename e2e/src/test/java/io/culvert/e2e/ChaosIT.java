package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.stack.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * config-service and its database are killed at any moment while tunnels are made, changed and
 * deleted. {@code ./culvert chaos} does so for longer.
 */
@Isolated("others need what it takes away")
@ExtendWith(StackExtension.class)
class ChaosIT {
  private static final int KILLS = Integer.getInteger("chaos.kills", 6);
  private static final int CHANGES = Integer.getInteger("chaos.changes", 600);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

  private static final int WORKERS = 4;
  private static final int MOST_MILLIS = 3_000;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final World world;

  ChaosIT(World world) {
    this.world = world;
  }

  @Test
  void afterKillsAtAnyMomentDatabaseKafkaAndTheGatewayAgreeAndNothingConfirmedIsLost() {
    AtomicBoolean killing = new AtomicBoolean(true);
    List<ChaosWorker> workers =
        IntStream.range(0, WORKERS)
            .mapToObj(i -> new ChaosWorker(world.tunnels(), new Random(SEED + i)))
            .toList();
    List<CompletableFuture<Void>> work =
        workers.stream()
            .map(w -> CompletableFuture.runAsync(() -> w.work(CHANGES / WORKERS, killing::get)))
            .toList();
    kill(new Random(SEED));
    killing.set(false);
    work.forEach(CompletableFuture::join);

    awaitAgreement();
    Map<Long, Integer> now = ChaosViews.bandwidths(world, ChaosWorker.PREFIX);
    for (ChaosWorker worker : workers) {
      worker
          .confirmed()
          .forEach((id, mbps) -> assertThat(now).as("seed %d", SEED).containsEntry(id, mbps));
      for (long id : worker.deleted()) {
        assertThat(now).as("seed %d", SEED).doesNotContainKey(id);
        assertThat(ChaosViews.gateway(world, id).status()).as("seed %d", SEED).isEqualTo(404);
      }
    }
    assertThat(workers.stream().mapToInt(w -> w.confirmed().size()).sum()).isPositive();
  }

  private void awaitAgreement() {
    try {
      Await.until(
          "they do not agree, seed " + SEED,
          LIMIT,
          null,
          () -> ChaosViews.difference(world, ChaosWorker.PREFIX).isEmpty());
    } catch (IllegalStateException e) {
      throw new AssertionError(ChaosViews.difference(world, ChaosWorker.PREFIX), e);
    }
  }

  private void kill(Random dice) {
    for (int i = 0; i < KILLS; i++) {
      Await.pause(Duration.ofMillis(dice.nextInt(MOST_MILLIS)));
      if (i % 2 == 0) {
        world.stack().crashConfigService();
      } else {
        world.stack().crashPostgres();
      }
    }
  }
}
