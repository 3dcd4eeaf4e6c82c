package io.culvert.status.event;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelTelemetry;
import io.culvert.contract.UnreadableEventException;
import io.culvert.status.domain.Deadlines;
import io.culvert.status.domain.StatusRules;
import io.culvert.status.domain.Tunnel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Applies each record to its tunnel, and each second the time to those whose deadline has come. */
final class TunnelProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final String TYPE = CloudEventHeaders.typeOf(TunnelStatus.class);

  private final StatusRules rules;
  private final StatusMeters meters;
  private final Deadlines deadlines = new Deadlines();
  private final ChangeTrail trail = new ChangeTrail();
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Long, byte[]> tunnels;

  // The store and the context come with init, before any record.
  @SuppressWarnings("NullAway.Init")
  TunnelProcessor(StatusRules rules, StatusMeters meters) {
    this.rules = rules;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.tunnels = context.getStateStore(StatusTopology.TUNNELS);
    try (KeyValueIterator<Long, byte[]> all = tunnels.all()) {
      while (all.hasNext()) {
        KeyValue<Long, byte[]> entry = all.next();
        deadlines.add(entry.key, now());
      }
    }
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String topic = context.recordMetadata().map(RecordMetadata::topic).orElse("");
    try {
      long id = idOf(record.key());
      if (id == 0) {
        return; // An event that no tunnel could be told for.
      }
      if (topic.equals(Topic.TUNNEL_CHANGES.topicName())) {
        trail.add(record, id, now());
        if (record.value() == null) {
          remove(id);
          return;
        }
      }
      Tunnel next = apply(topic, load(id), record.value());
      settle(next, Instant.ofEpochMilli(context.currentSystemTimeMs()));
    } catch (UnreadableEventException e) {
      bury(record, String.valueOf(e.getMessage()));
    } catch (DateTimeException | ArithmeticException e) {
      bury(record, "out of range: " + e.getClass().getSimpleName());
    }
  }

  private Tunnel apply(String topic, Tunnel tunnel, byte @Nullable [] value)
      throws UnreadableEventException {
    if (value == null) {
      throw new UnreadableEventException("no value");
    }
    if (topic.equals(Topic.TUNNEL_CHANGES.topicName())) {
      return tunnel.with(sameTunnel(tunnel, EventJson.read(value, TunnelChange.class)));
    }
    if (topic.equals(Topic.TUNNEL_TELEMETRY.topicName())) {
      TunnelTelemetry telemetry = EventJson.read(value, TunnelTelemetry.class);
      requireSame(tunnel.id(), telemetry.tunnelId());
      // A gateway whose clock is ahead is not read before it spoke.
      Duration delay = Duration.between(telemetry.time(), now());
      meters.delay().record(delay.isNegative() ? Duration.ZERO : delay);
      return tunnel.with(telemetry, now());
    }
    TunnelEvent event = EventJson.read(value, TunnelEvent.class);
    requireSame(tunnel.id(), event.tunnelId());
    return tunnel.with(event, now());
  }

  private static TunnelChange sameTunnel(Tunnel tunnel, TunnelChange change)
      throws UnreadableEventException {
    requireSame(tunnel.id(), change.id());
    return change;
  }

  private static void requireSame(long key, long value) throws UnreadableEventException {
    if (key != value) {
      throw new UnreadableEventException("the key is not the tunnel's id");
    }
  }

  private void tick(long millis) {
    Instant now = Instant.ofEpochMilli(millis);
    for (long id : deadlines.takeDue(now)) {
      byte[] stored = tunnels.get(id);
      if (stored != null) {
        settle(read(stored), now);
      }
    }
  }

  /** Stores the tunnel, publishes its status if it says something new, and sets its alarm. */
  private void settle(Tunnel tunnel, Instant now) {
    if (rules.isForgotten(tunnel, now)) {
      tunnels.delete(tunnel.id());
      return;
    }
    TunnelStatus status = rules.status(tunnel, now).orElse(null);
    Tunnel settled = tunnel;
    if (status != null && !StatusRules.saysTheSame(tunnel.status(), status)) {
      settled = tunnel.with(status);
      publish(status);
    }
    tunnels.put(tunnel.id(), EventJson.write(settled));
    rules.nextDeadline(settled, now).ifPresent(when -> deadlines.add(tunnel.id(), when));
  }

  private void publish(TunnelStatus status) {
    meters.published().increment();
    Headers headers = new RecordHeaders();
    CloudEventHeaders.of(UUID.randomUUID().toString(), "/status-service", TYPE, status.time())
        .forEach(headers::add);
    context.forward(
        new Record<>(
            keyOf(status.tunnelId()),
            EventJson.write(status),
            status.time().toEpochMilli(),
            headers),
        StatusTopology.STATUS_SINK);
  }

  private void remove(long id) {
    byte[] stored = tunnels.delete(id);
    if (stored != null) {
      context.forward(
          new Record<>(keyOf(id), (byte[]) null, context.currentSystemTimeMs()),
          StatusTopology.STATUS_SINK);
    }
  }

  private void bury(Record<byte[], byte[]> record, String reason) {
    meters.deadLetters().increment();
    String origin =
        context
            .recordMetadata()
            .map(at -> at.topic() + "/" + at.partition() + "/" + at.offset())
            .orElse("");
    Headers headers = new RecordHeaders(record.headers());
    headers.add(CloudEventHeaders.REASON, reason.getBytes(StandardCharsets.UTF_8));
    headers.add(CloudEventHeaders.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    context.forward(record.withHeaders(headers), StatusTopology.DEAD_LETTER_SINK);
  }

  private Tunnel load(long id) {
    byte[] stored = tunnels.get(id);
    return stored == null ? Tunnel.blank(id) : read(stored);
  }

  private static Tunnel read(byte[] stored) {
    try {
      return EventJson.read(stored, Tunnel.class);
    } catch (UnreadableEventException e) {
      throw new IllegalStateException("the store of tunnels is damaged", e);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private static long idOf(byte @Nullable [] key) throws UnreadableEventException {
    String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new UnreadableEventException("the key is not a tunnel id");
    }
  }

  private static byte[] keyOf(long id) {
    return Long.toString(id).getBytes(StandardCharsets.UTF_8);
  }
}
