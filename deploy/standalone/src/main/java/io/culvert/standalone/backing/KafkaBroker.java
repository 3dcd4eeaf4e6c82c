package io.culvert.standalone.backing;

import io.culvert.contract.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One Kafka node, broker and controller, inside this process; its log survives a restart. */
public final class KafkaBroker implements AutoCloseable {
  private final Path folder;
  private final int port;
  private @Nullable KafkaRaftServer server;

  /**
   * A node that is not started yet.
   *
   * @param folder where it keeps its log
   * @param port where it listens on loopback
   */
  public KafkaBroker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Where clients connect to. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Starts the node and makes every topic of the contract that is not there yet. */
  public void start() {
    try {
      Properties properties = properties();
      format(properties);
      KafkaRaftServer fresh = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      fresh.startup();
      server = fresh;
      createTopics();
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka cannot start", e);
    }
  }

  /** Stops the node; it may be started again. */
  @Override
  public void close() {
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
      server = null;
    }
  }

  private Properties properties() throws IOException {
    int controllerPort = freePort();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + bootstrap());
    settings.put("log.dirs", folder.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "3");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "3");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.segment.bytes", Integer.toString(16 << 20));
    settings.put("controlled.shutdown.enable", "false");
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  private void format(Properties properties) throws IOException {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Path file = Files.createTempFile("culvert-kafka", ".properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      String[] arguments = {
        "format", "-t", Uuid.randomUuid().toString(), "-c", file.toString(), "--ignore-formatted"
      };
      int exit = StorageTool.execute(arguments, quiet);
      if (exit != 0) {
        throw new IOException("Kafka cannot format its folder " + folder);
      }
    } finally {
      Files.delete(file);
    }
  }

  private void createTopics() {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (!present.contains(topic.topicName())) {
          missing.add(
              new NewTopic(topic.topicName(), Topic.PARTITIONS, (short) 1).configs(configs(topic)));
        }
      }
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka cannot make its topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    }
  }

  private static Map<String, String> configs(Topic topic) {
    return topic.compacted()
        ? Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
        : Map.of(
            TopicConfig.RETENTION_MS_CONFIG,
            Long.toString(Duration.ofDays(topic.retentionDays()).toMillis()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
