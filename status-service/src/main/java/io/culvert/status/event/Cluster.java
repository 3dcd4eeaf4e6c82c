package io.culvert.status.event;

import io.culvert.contract.Topic;
import io.culvert.operation.KafkaWatch;
import io.culvert.operation.Outage;
import io.culvert.status.config.KafkaSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster: whether it answers, and the topics of the whole system, which this service
 * alone creates where they do not exist. It keeps trying while the cluster is away.
 */
@ApplicationScoped
class Cluster {
  private static final Logger LOG = Logger.getLogger(Cluster.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final Map<String, Object> connection;
  private final Admin admin;
  private final Thread creator = Thread.ofVirtual().name("topics").unstarted(this::createTopics);

  private final Outage creation = new Outage(LOG::warn, LOG::info, "the topics are there");
  private @Nullable KafkaWatch watch;

  Cluster(
      KafkaSettings settings, @Identifier("default-kafka-broker") Map<String, Object> connection) {
    this.settings = settings;
    this.connection = connection;
    this.admin = Admin.create(connection);
  }

  void start(@Observes StartupEvent event) {
    watch = KafkaWatch.start(connection, "statuses stay as they are, and calls are answered");
    creator.start();
  }

  void stop(@Observes ShutdownEvent event) {
    creator.interrupt();
    if (watch != null) {
      watch.close();
    }
    admin.close(Duration.ZERO);
  }

  /** Whether a broker answers within two seconds. */
  boolean answers() {
    try {
      String unused =
          admin.describeCluster().clusterId().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void createTopics() {
    try {
      while (!created()) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean created() throws InterruptedException {
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          Stream.of(Topic.values())
              .filter(topic -> !existing.contains(topic.topicName()))
              .map(this::newTopic)
              .toList();
      admin.createTopics(missing).all().get();
      missing.forEach(topic -> LOG.infof("created topic %s", topic.name()));
      creation.over();
      return true;
    } catch (ExecutionException e) {
      // Also when another service has created one of them in the meantime: then look again.
      creation.found("topics are not there yet, will be tried again: " + e.getMessage());
      return false;
    }
  }

  private NewTopic newTopic(Topic topic) {
    Map<String, String> config =
        topic.compacted()
            ? Map.of("cleanup.policy", "compact")
            : Map.of(
                "retention.ms", String.valueOf(Duration.ofDays(topic.retentionDays()).toMillis()));
    return new NewTopic(topic.topicName(), Topic.PARTITIONS, settings.replicationFactor())
        .configs(config);
  }
}
