package io.culvert.tracing;

import io.culvert.contract.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Gives every request its id, the caller's where it brings a good one, tells it in the answer, and
 * logs what changed something or failed.
 */
@ApplicationScoped
class CorrelationFilter {
  /** The header of answers. */
  static final String ANSWER = "X-Correlation-Id";

  private static final Logger LOG = Logger.getLogger(CorrelationFilter.class);

  /** Before all others, those that refuse too. */
  private static final int PRIORITY = 10_000;

  private static final int PATH_LENGTH = 200;
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  void register(@Observes Filters filters) {
    filters.register(CorrelationFilter::begin, PRIORITY);
  }

  private static void begin(RoutingContext request) {
    TraceParent trace = of(request);
    Correlation.begin(trace);
    request.response().putHeader(ANSWER, trace.traceId());
    if (!READING.contains(request.request().method())) {
      long began = System.nanoTime();
      request.addEndHandler(
          end -> {
            if (end.succeeded()) {
              Correlation.log(trace, () -> answered(request, began));
            }
          });
    }
    request.next();
  }

  /** Where traces are on, the request has a span already, of the caller's trace if it names one. */
  private static TraceParent of(RoutingContext request) {
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      return new TraceParent(span.getTraceId(), span.getSpanId(), span.isSampled());
    }
    List<String> sent = request.request().headers().getAll(TraceParent.HEADER);
    return TraceParent.parse(sent.size() == 1 ? sent.getFirst() : null)
        .orElseGet(() -> TraceParent.begin(ThreadLocalRandom.current()));
  }

  /** What is refused changes nothing, and whoever sends much of it must not fill the log. */
  private static void answered(RoutingContext request, long began) {
    int status = request.response().getStatusCode();
    if (status < 400 || status >= 500) {
      // The path as it was sent: the parser of HTTP takes no control characters there.
      String path = request.request().path();
      LOG.infof(
          "%s %s answered with %d in %d ms",
          request.request().method(),
          path.substring(0, Math.min(path.length(), PATH_LENGTH)),
          status,
          (System.nanoTime() - began) / 1_000_000);
    }
  }
}
