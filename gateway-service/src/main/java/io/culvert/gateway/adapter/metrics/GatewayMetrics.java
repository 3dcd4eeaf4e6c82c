package io.culvert.gateway.adapter.metrics;

import io.culvert.contract.Topic;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.Dataplane.Direction;
import io.culvert.gateway.app.steering.CountedLogins;
import io.culvert.gateway.app.steering.LoginDesk.Refusal;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.net.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Registers the gateway's figures; they are read when Prometheus asks. docs/operations.md says what
 * each means.
 */
public final class GatewayMetrics {
  static final String IKE_SAS = "culvert.ike.sas";

  private static final List<Topic> READ =
      List.of(Topic.TUNNEL_CHANGES, Topic.POP_CHANGES, Topic.AUTH_CHANGES, Topic.USER_SESSIONS);

  private final MeterRegistry registry;

  private GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** What IKE keeps; safe to read from any thread. */
  public record Ike(IkeEngine engine, LongSupplier overflow, LongSupplier unsent) {}

  /** What Kafka's two ends keep; safe to read from any thread. */
  public record Kafka(
      LongSupplier waiting,
      LongSupplier dropped,
      LongSupplier deadLetters,
      BooleanSupplier complete,
      ToLongFunction<Topic> lag) {}

  /** What is kept of users and their connections; safe to read from any thread. */
  public record Users(LongSupplier sessions, CountedLogins logins, SteeringCounts steering) {}

  /** Registers all meters but those of {@link CountedEvents}. */
  public static void register(
      MeterRegistry registry, Dataplane dataplane, Ike ike, Kafka kafka, Users users) {
    GatewayMetrics metrics = new GatewayMetrics(registry);
    metrics.ike(ike);
    metrics.esp(dataplane);
    metrics.hosts(dataplane.hosts());
    metrics.users(users);
    metrics.kafka(kafka);
  }

  private void ike(Ike ike) {
    for (DropReason reason : DropReason.values()) {
      counter(
          "culvert.ike.drops",
          Tags.of("reason", label(reason)),
          () -> ike.engine().dropCounts().getOrDefault(reason, 0L));
    }
    counter("culvert.ike.drops", Tags.of("reason", "queue-full"), ike.overflow());
    counter("culvert.ike.unsent", Tags.empty(), ike.unsent());
    gauge(IKE_SAS, Tags.of("state", "half-open"), ike.engine()::halfOpen);
  }

  private void esp(Dataplane dataplane) {
    gauge("culvert.child.sas", Tags.empty(), dataplane::childSas);
    for (Direction direction : Direction.values()) {
      Tags there = Tags.of("direction", label(direction));
      counter("culvert.esp.bytes", there, () -> dataplane.bytes(direction));
      counter("culvert.esp.packets", there, () -> dataplane.packets(direction));
      for (Verdict verdict : Verdict.values()) {
        if (verdict != Verdict.PASSED) {
          counter(
              "culvert.esp.drops",
              there.and("reason", label(verdict)),
              () -> dataplane.drops(direction, verdict));
        }
      }
    }
  }

  private void hosts(HostTable hosts) {
    gauge("culvert.hosts", Tags.of("access", "gated"), hosts::gated);
    // Two looks at a table that changes meanwhile.
    gauge(
        "culvert.hosts",
        Tags.of("access", "open"),
        () -> Math.max(0, hosts.size() - hosts.gated()));
  }

  private void users(Users users) {
    gauge("culvert.sessions", Tags.empty(), users.sessions()::getAsLong);
    for (SteeringCounts.Outcome outcome : SteeringCounts.Outcome.values()) {
      counter(
          "culvert.steering.decisions",
          Tags.of("decision", label(outcome)),
          () -> users.steering().of(outcome));
    }
    CountedLogins logins = users.logins();
    counter("culvert.grants", Tags.of("result", "accepted", "reason", "none"), logins::opened);
    for (Refusal refusal : Refusal.values()) {
      counter(
          "culvert.grants",
          Tags.of("result", "refused", "reason", label(refusal)),
          () -> logins.refused(refusal));
    }
  }

  private void kafka(Kafka kafka) {
    gauge("culvert.events.waiting", Tags.empty(), kafka.waiting()::getAsLong);
    counter("culvert.events.dropped", Tags.empty(), kafka.dropped());
    counter("culvert.dead.letters", Tags.empty(), kafka.deadLetters());
    gauge(
        "culvert.configuration.complete",
        Tags.empty(),
        () -> kafka.complete().getAsBoolean() ? 1 : 0);
    for (Topic topic : READ) {
      gauge(
          "culvert.consumer.lag.records",
          Tags.of("topic", topic.topicName()),
          () -> kafka.lag().applyAsLong(topic));
    }
  }

  private void counter(String name, Tags tags, LongSupplier value) {
    // A counter holds on to its function, but only weakly to what the function is asked about.
    FunctionCounter.builder(name, registry, _ -> value.getAsLong()).tags(tags).register(registry);
  }

  private void gauge(String name, Tags tags, DoubleSupplier value) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /** As the log has it: {@code icv-wrong}. */
  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A nonce that is not asked for any more is most often one that was used. */
  private static String label(Refusal refusal) {
    return switch (refusal) {
      case NOT_ASKED_FOR -> "replayed";
      case UNREADABLE, OTHER_HOST, EXPIRED, SUSPENDED -> label((Enum<?>) refusal);
    };
  }
}
