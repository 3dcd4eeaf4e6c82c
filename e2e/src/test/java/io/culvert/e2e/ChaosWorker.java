package io.culvert.e2e;

import io.culvert.standalone.api.TunnelApi;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Makes, changes and deletes tunnels, and remembers what was confirmed. */
final class ChaosWorker {
  /** What the names of its tunnels begin with. */
  static final String PREFIX = "chaos-" + Long.toString(System.nanoTime(), 36);

  private static final int MOST_MBPS = 200;
  private static final Duration BREATH = Duration.ofMillis(200);

  private final TunnelApi tunnels;
  private final Random dice;
  private final Map<Long, Integer> confirmed = new HashMap<>();
  private final Set<Long> deleted = new HashSet<>();
  private int made;

  ChaosWorker(TunnelApi tunnels, Random dice) {
    this.tunnels = tunnels;
    this.dice = dice;
  }

  /** Its tunnels of which the last order was confirmed, with their bandwidths. */
  Map<Long, Integer> confirmed() {
    return confirmed;
  }

  /** What was confirmed to be deleted. */
  Set<Long> deleted() {
    return deleted;
  }

  /** Gives so many orders that are confirmed, and goes on as long as it is told to. */
  void work(int orders, BooleanSupplier goOn) {
    for (int done = 0; done < orders || goOn.getAsBoolean(); ) {
      try {
        order();
        done++;
      } catch (UncheckedIOException | IllegalStateException e) {
        Await.pause(BREATH);
      }
    }
  }

  private void order() {
    int choice = dice.nextInt(10);
    if (confirmed.isEmpty() || choice < 4) {
      create();
      return;
    }
    List<Long> mine = new ArrayList<>(confirmed.keySet());
    long id = mine.get(dice.nextInt(mine.size()));
    // Until it is confirmed nobody can say what became of it.
    confirmed.remove(id);
    if (choice < 9) {
      int mbps = 1 + dice.nextInt(MOST_MBPS);
      tunnels.patch(id, Map.of("bandwidth", mbps));
      confirmed.put(id, mbps);
    } else {
      tunnels.delete(id);
      deleted.add(id);
    }
  }

  private void create() {
    String site = PREFIX + "-" + Long.toString(dice.nextLong() >>> 1, 36) + "-" + made++;
    int mbps = 1 + dice.nextInt(MOST_MBPS);
    long id =
        tunnels.create(
            Map.of(
                "site",
                site,
                "srcidentity",
                site + "@e2e.example",
                "psk",
                "a key for " + site + " alone",
                "encryption",
                "AES256-GCM",
                "pops",
                List.of(Pop.A.name(), Pop.B.name()),
                "bandwidth",
                mbps));
    confirmed.put(id, mbps);
  }
}
