package io.culvert.outbox.testing;

import io.culvert.contract.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One broker on loopback, with the system's topics; it can be stopped and started again. */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int LOWEST_PORT = 15_000;
  private static final int PORTS = 7_500;

  private final int port = freePort(LOWEST_PORT);
  private final Properties properties;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(Path folder) {
    int controller = freePort(LOWEST_PORT + PORTS);
    properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", folder.resolve("logs").toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.segment.bytes", "8388608"),
            Map.entry("log.index.size.max.bytes", "65536")));
  }

  /** A broker in a new folder, started, with every {@link Topic}. */
  public static EmbeddedKafka start() throws IOException {
    Path folder = Files.createTempDirectory("culvert-kafka");
    EmbeddedKafka kafka = new EmbeddedKafka(folder);
    kafka.format(folder);
    kafka.resume();
    kafka.createTopics();
    return kafka;
  }

  private void format(Path folder) throws IOException {
    Path file = folder.resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int code =
        StorageTool.execute(
            new String[] {
              "format",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              file.toString(),
              "--ignore-formatted"
            },
            quiet);
    if (code != 0) {
      throw new IllegalStateException("cannot format the broker's folder: " + code);
    }
  }

  /** The address clients connect to. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the broker again, on the same port and data. */
  public void resume() {
    if (server == null) {
      KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      started.startup();
      server = started;
    }
  }

  /** Stops the broker; its data stays. */
  public void pause() {
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
      server = null;
    }
  }

  private void createTopics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      List<NewTopic> topics = Arrays.stream(Topic.values()).map(EmbeddedKafka::newTopic).toList();
      admin.createTopics(topics).all().get();
      awaitLeaders(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Until every partition is led: a producer that is told "not the leader" of a new one may wait
   * for another leader for two minutes.
   */
  private static void awaitLeaders(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (Topic topic : Topic.values()) {
      for (int i = 0; i < Topic.PARTITIONS; i++) {
        ends.put(new TopicPartition(topic.topicName(), i), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, ListOffsetsResultInfo> unused = admin.listOffsets(ends).all().get();
  }

  private static NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.topicName(), Topic.PARTITIONS, (short) 1)
        .configs(topic.compacted() ? Map.of("cleanup.policy", "compact") : Map.of());
  }

  /** A consumer of all partitions of a topic from the beginning, without a group. */
  public Consumer<String, String> consumer(Topic topic) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    Consumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  @Override
  public void close() {
    pause();
  }

  /**
   * A port nobody listens on, below those the kernel gives to clients: while the broker is stopped
   * none of them takes it by chance, least of all one that tries to reach the broker.
   */
  private static int freePort(int lowest) {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(lowest, lowest + PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken; another
      }
    }
    throw new IllegalStateException("no free port from " + lowest);
  }
}
