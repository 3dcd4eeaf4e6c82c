package io.culvert.outbox;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Kafka's side of a relay: rows out as records, and whether the cluster answers. */
final class EventPublisher implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final String source;
  private final Producer<String, String> producer;
  private final Admin admin;

  private EventPublisher(String source, Producer<String, String> producer, Admin admin) {
    this.source = source;
    this.producer = producer;
    this.admin = admin;
  }

  /**
   * How far a batch came.
   *
   * @param acknowledged how many rows, from the first on, are safe
   * @param failure why the next one is not; null when all are
   */
  record Progress(int acknowledged, @Nullable Throwable failure) {
    /** Whether trying the same row again can never help. */
    boolean hopeless() {
      return failure instanceof RecordTooLargeException;
    }
  }

  /**
   * Opens the clients.
   *
   * @throws KafkaException when they cannot even be made, such as a name that does not resolve
   */
  static EventPublisher open(OutboxSettings settings) {
    Map<String, Object> client = new HashMap<>(settings.kafka());
    client.put("client.id", "culvert-outbox-" + settings.schema());
    Map<String, Object> admin = new HashMap<>(client);
    Map<String, Object> producer = new HashMap<>(client);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    producer.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // The broker limits the compressed size; this is the size before.
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "8388608");
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");
    StringSerializer text = new StringSerializer();
    Producer<String, String> opened = new KafkaProducer<>(producer, text, text);
    return new EventPublisher(settings.source(), opened, Admin.create(admin));
  }

  /**
   * Publishes rows in order and waits for their acknowledgements. A row behind the first failed one
   * may have arrived too; it is sent again later, which keeps the last record of its key the right
   * one.
   */
  Progress publish(List<OutboxRow> rows) throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
    for (OutboxRow row : rows) {
      Future<RecordMetadata> future = producer.send(record(row));
      sent.add(future);
      if (future.isDone() && future.state() == Future.State.FAILED) {
        break;
      }
    }
    producer.flush();
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        return new Progress(i, e.getCause());
      }
    }
    return new Progress(sent.size(), null);
  }

  private ProducerRecord<String, String> record(OutboxRow row) {
    OutboxEvent event = row.event();
    ProducerRecord<String, String> made =
        new ProducerRecord<>(event.topic(), event.key(), event.value());
    CloudEventHeaders.of(String.valueOf(row.id()), source, event.type(), row.created())
        .forEach((name, value) -> made.headers().add(name, value));
    String trace = row.trace();
    if (trace != null) {
      made.headers().add(TraceParent.HEADER, trace.getBytes(StandardCharsets.US_ASCII));
    }
    return made;
  }

  /** Whether the cluster answers. */
  boolean answers() throws InterruptedException {
    try {
      String unused =
          admin.describeCluster().clusterId().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      producer.close(Duration.ZERO);
    } finally {
      admin.close(Duration.ZERO);
    }
  }
}
