package io.culvert.standalone.backing;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.Topic;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
  @TempDir private Path folder;

  @Test
  void topicsAreMadeAsTheContractSaysAndSurviveARestart() throws Exception {
    int port = freePort();
    for (int start = 0; start < 2; start++) {
      try (KafkaBroker broker = new KafkaBroker(folder, port)) {
        broker.start();
        requireTopics(broker);
      }
    }
  }

  private static void requireTopics(KafkaBroker broker)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
      var topics =
          admin
              .describeTopics(Arrays.stream(Topic.values()).map(Topic::topicName).toList())
              .allTopicNames()
              .get();
      assertThat(topics.values())
          .hasSize(Topic.values().length)
          .allMatch(topic -> topic.partitions().size() == Topic.PARTITIONS);
      assertThat(config(admin, Topic.TUNNEL_CHANGES).get("cleanup.policy").value())
          .isEqualTo("compact");
      assertThat(config(admin, Topic.TUNNEL_EVENTS).get("retention.ms").value())
          .isEqualTo("604800000");
    }
  }

  private static Config config(Admin admin, Topic topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    return Objects.requireNonNull(
        admin.describeConfigs(List.of(resource)).all().get().get(resource));
  }

  /** Below the ports the kernel chooses: the broker takes one of those for its controller. */
  private static int freePort() throws IOException {
    for (int port = 15_000; ; port++) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // taken; the next
      }
    }
  }
}
