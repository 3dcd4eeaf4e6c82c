package io.culvert.operation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says when Kafka goes away and when it is back. Each of Kafka's clients would say it several times
 * a second; that is turned off.
 */
public final class KafkaWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KafkaWatch.class);
  private static final int ANSWER_SECONDS = 5;

  private final Map<String, Object> client;
  private final String trouble;
  private final Outage outage;
  private final Watch watch;
  private volatile @Nullable Admin admin;

  private KafkaWatch(Map<String, Object> settings, String meanwhile) {
    client = new HashMap<>(settings);
    client.put("client.id", "culvert-watch");
    Object servers = client.get("bootstrap.servers");
    trouble =
        "Kafka does not answer at %s: start it, or set KAFKA_BOOTSTRAP_SERVERS to where it is; until then %s"
            .formatted(servers, meanwhile);
    outage = new Outage(LOG::warn, LOG::info, "Kafka answers at " + servers);
    watch = Watch.start("kafka-watch", this::look);
  }

  /**
   * Starts; Kafka need not be up.
   *
   * @param client properties of Kafka's client, {@code bootstrap.servers} at least
   * @param meanwhile what an outage means, the end of a sentence
   */
  public static KafkaWatch start(Map<String, Object> client, String meanwhile) {
    return new KafkaWatch(client, meanwhile);
  }

  private boolean look() {
    boolean answers = answers();
    if (answers) {
      outage.over();
    } else if (!Thread.currentThread().isInterrupted()) {
      outage.found(trouble);
    }
    return answers;
  }

  private boolean answers() {
    try {
      Admin asked = admin;
      if (asked == null) {
        asked = Admin.create(client);
        admin = asked;
      }
      String unused = asked.describeCluster().clusterId().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      return false; // a name that does not resolve is one of these too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    watch.close();
    Admin asked = admin;
    if (asked != null) {
      asked.close(Duration.ZERO);
    }
  }
}
