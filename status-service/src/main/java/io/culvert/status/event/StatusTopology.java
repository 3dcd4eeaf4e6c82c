package io.culvert.status.event;

import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelStatus;
import io.culvert.status.app.Book;
import io.culvert.status.domain.Gateways;
import io.culvert.status.domain.StatusRules;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The topology. Changes, telemetry and events of a tunnel have the same key and number of
 * partitions, so one task sees all of a tunnel. Heartbeats, statuses and POPs are read whole by
 * every instance: the first to judge the gateways, the others to answer REST calls.
 */
final class StatusTopology {
  static final String TUNNELS = "tunnels";
  static final String STATUS_SINK = "status-sink";
  static final String DEAD_LETTER_SINK = "dead-letter-sink";

  private StatusTopology() {}

  static Topology build(Book book, InstantSource clock, StatusMeters meters) {
    Gateways gateways = new Gateways();
    StatusRules rules = new StatusRules(gateways);
    Topology topology = new Topology();
    whole(
        topology,
        Topic.GATEWAY_HEARTBEATS,
        GatewayHeartbeat.class,
        (id, heartbeat) -> {
          if (heartbeat != null) {
            gateways.heard(heartbeat, clock.instant());
          }
        });
    whole(topology, Topic.TUNNEL_STATUS, TunnelStatus.class, book::status);
    whole(topology, Topic.POP_CHANGES, PopChange.class, book::pop);
    source(topology, Topic.TUNNEL_CHANGES);
    source(topology, Topic.TUNNEL_TELEMETRY);
    source(topology, Topic.TUNNEL_EVENTS);
    topology.addProcessor(
        TUNNELS,
        () -> new TunnelProcessor(rules, meters),
        Topic.TUNNEL_CHANGES.topicName(),
        Topic.TUNNEL_TELEMETRY.topicName(),
        Topic.TUNNEL_EVENTS.topicName());
    topology.addStateStore(tunnelStore(), TUNNELS);
    sink(topology, STATUS_SINK, Topic.TUNNEL_STATUS);
    sink(topology, DEAD_LETTER_SINK, Topic.DEAD_LETTERS);
    return topology;
  }

  private static StoreBuilder<KeyValueStore<Long, byte[]>> tunnelStore() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(TUNNELS), Serdes.Long(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  private static void source(Topology topology, Topic topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        topic.topicName(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.topicName());
  }

  private static void sink(Topology topology, String name, Topic topic) {
    topology.addSink(
        name, topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer(), TUNNELS);
  }

  /** The store stays empty: the processor reads the topic, at each start from its beginning. */
  private static <T> void whole(
      Topology topology, Topic topic, Class<T> type, BiConsumer<String, @Nullable T> reader) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(topic.topicName() + "-store"),
                Serdes.ByteArray(),
                Serdes.ByteArray())
            .withLoggingDisabled(),
        topic.topicName(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.topicName(),
        topic.topicName() + "-reader",
        () -> new BookProcessor<>(type, reader));
  }
}
