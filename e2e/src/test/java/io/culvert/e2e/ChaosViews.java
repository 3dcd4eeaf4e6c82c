package io.culvert.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import io.culvert.standalone.api.JsonHttp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Tunnels as the database, Kafka and the gateway of {@code pop-a} have them. */
final class ChaosViews {
  private ChaosViews() {}

  /** Where the three differ about tunnels of these names; empty when they do not. */
  static String difference(World world, String prefix) {
    Map<Long, JsonNode> database = world.tunnels().all(prefix);
    Map<Long, TunnelChange> kafka = kafka(world, prefix);
    TreeSet<Long> ids = new TreeSet<>(database.keySet());
    ids.addAll(kafka.keySet());
    for (long id : ids) {
      JsonNode row = database.get(id);
      TunnelChange event = kafka.get(id);
      if (row == null || event == null || !same(row, event)) {
        return "tunnel %d: the database has %s, Kafka %s".formatted(id, row, event);
      }
      JsonHttp.Answer gateway = gateway(world, id);
      if (gateway.body().path("version").asLong() != event.version()) {
        return "tunnel %d: Kafka has %s, the gateway %s".formatted(id, event, gateway.body());
      }
    }
    return "";
  }

  /** The bandwidths the database has, by id. */
  static Map<Long, Integer> bandwidths(World world, String prefix) {
    Map<Long, Integer> found = new HashMap<>();
    world
        .tunnels()
        .all(prefix)
        .forEach((id, tunnel) -> found.put(id, tunnel.path("bandwidth").asInt()));
    return found;
  }

  private static boolean same(JsonNode row, TunnelChange event) {
    Integer mbps = event.bandwidthMbps();
    return row.path("site").asText().equals(event.site())
        && row.path("srcidentity").asText().equals(event.identity().value())
        && mbps != null
        && row.path("bandwidth").asInt() == mbps
        && event.psks().size() == 2;
  }

  /** What the gateway of {@code pop-a} says of a tunnel. */
  static JsonHttp.Answer gateway(World world, long id) {
    String url =
        "http://127.0.0.1:" + world.stack().ports().gatewayA() + "/api/v2/gateway/tunnels/" + id;
    return world.stack().http().send("GET", url, world.stack().tokens().token("operator"), null);
  }

  private static Map<Long, TunnelChange> kafka(World world, String prefix) {
    Map<Long, TunnelChange> last = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", world.stack().kafkaAddress()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.TUNNEL_CHANGES.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(message -> take(message, prefix, last));
      }
    }
    return last;
  }

  private static void take(
      ConsumerRecord<String, byte[]> message, String prefix, Map<Long, TunnelChange> last) {
    if (message.value() == null) {
      last.remove(Long.parseLong(message.key()));
      return;
    }
    try {
      TunnelChange change = EventJson.read(message.value(), TunnelChange.class);
      if (change.site().startsWith(prefix)) {
        last.put(change.id(), change);
      }
    } catch (UnreadableEventException e) {
      // Other tests send such.
    }
  }
}
