package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.TraceParent;
import io.culvert.tracing.Correlation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Tells of the changes of one batch that somebody's call made: a line for each call, with its id,
 * and a span of its trace, however many records it made. What others write onto the topics names no
 * id but one of hexadecimal digits, and no key but a plain one.
 */
final class ChangeTrail {
  /** Of so many calls it is told one by one: after an hour without Kafka there may be thousands. */
  static final int MOST = 20;

  private static final Logger LOG = Logger.getLogger(ChangeTrail.class);

  /** Numbers of tunnels, names of POPs, tenants; not where users are logged in. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Tracer tracer;
  private final Map<String, Call> calls = new LinkedHashMap<>();

  /** What one call made: records by their topics, and the key of the last. */
  private static final class Call {
    private final TraceParent trace;
    private final Instant began = Instant.now();
    private final Map<String, Integer> records = new TreeMap<>();
    private String key = "";

    Call(TraceParent trace) {
      this.trace = trace;
    }

    void add(ConsumerRecord<String, ?> entry) {
      records.merge(entry.topic(), 1, Integer::sum);
      key = Objects.requireNonNullElse(entry.key(), "");
    }

    /** The work on its records, after the span that caused it. */
    Span span(Tracer tracer) {
      TraceFlags flags = trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
      SpanContext cause =
          SpanContext.createFromRemoteParent(
              trace.traceId(), trace.spanId(), flags, TraceState.getDefault());
      return tracer
          .spanBuilder("process " + String.join(", ", records.keySet()))
          .setParent(Context.root().with(Span.wrap(cause)))
          .setSpanKind(SpanKind.CONSUMER)
          .setStartTimestamp(began)
          .setAttribute("messaging.system", "kafka")
          .setAttribute("messaging.operation.type", "process")
          .setAttribute(
              "messaging.batch.message_count",
              records.values().stream().mapToLong(Integer::longValue).sum())
          .startSpan();
    }

    @Override
    public String toString() {
      return records.entrySet().stream()
          .map(of -> of.getKey() + " " + (alone() ? key : "(" + of.getValue() + ")"))
          .collect(Collectors.joining(", "));
    }

    private boolean alone() {
      return records.size() == 1 && records.containsValue(1) && PLAIN.matcher(key).matches();
    }
  }

  ChangeTrail(Tracer tracer) {
    this.tracer = tracer;
  }

  /** A record that has been taken in. */
  void add(ConsumerRecord<String, ?> entry) {
    Header header = entry.headers().lastHeader(TraceParent.HEADER);
    if (header != null) {
      TraceParent.parse(header.value())
          .ifPresent(
              trace -> calls.computeIfAbsent(trace.traceId(), _ -> new Call(trace)).add(entry));
    }
  }

  /** Tells, and forgets: the batch is at its end. */
  void tell() {
    calls.values().stream().limit(MOST).forEach(this::tell);
    if (calls.size() > MOST) {
      LOG.infof("and what %d more calls changed", calls.size() - MOST);
    }
    calls.clear();
  }

  private void tell(Call call) {
    call.span(tracer).end();
    Correlation.log(call.trace, () -> LOG.infof("taken in: %s", call));
  }
}
