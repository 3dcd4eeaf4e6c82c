package io.culvert.outbox.testing;

import io.culvert.contract.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * One broker on loopback, with the system's topics; it can be stopped and started again. It runs in
 * this process, or with Maven's profile {@code containers} in a container.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private final int port;
  private final Broker broker;

  private EmbeddedKafka(int port, Broker broker) {
    this.port = port;
    this.broker = broker;
  }

  /** A broker without data, started, with every {@link Topic}. */
  public static EmbeddedKafka start() throws IOException {
    return start(Images.inUse("KAFKA_IMAGE"));
  }

  static EmbeddedKafka start(Optional<String> image) throws IOException {
    int port = FreePort.any();
    EmbeddedKafka kafka =
        new EmbeddedKafka(
            port,
            image.isPresent() ? new ContainerBroker(image.get(), port) : ProcessBroker.on(port));
    kafka.resume();
    kafka.createTopics();
    return kafka;
  }

  /** The address clients connect to. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the broker again, on the same port and data. */
  public void resume() {
    broker.resume();
  }

  /** Stops the broker; its data stays. */
  public void pause() {
    broker.pause();
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
    broker.close();
  }
}
