package io.culvert.tracing;

import io.culvert.contract.TraceParent;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Whose doing the present work is. Within a request it belongs to the request's own Vert.x context,
 * and so is known wherever that is: on its event loop and on the worker that it blocks, not in
 * threads a service makes itself.
 */
public final class Correlation {
  /** The field of log lines that holds the trace id. */
  public static final String FIELD = "correlationId";

  private static final String LOCAL = "culvert.traceparent";

  private Correlation() {}

  /** What the request is part of; null where no request is being answered. */
  public static @Nullable TraceParent current() {
    return VertxContext.isOnDuplicatedContext()
        ? ContextLocals.<TraceParent>get(LOCAL).orElse(null)
        : null;
  }

  /** As {@link #current()}, as the header has it. */
  public static @Nullable String header() {
    TraceParent trace = current();
    return trace == null ? null : trace.toString();
  }

  /** From now on, for the rest of the request that is being answered. */
  static void begin(TraceParent trace) {
    if (VertxContext.isOnDuplicatedContext()) {
      ContextLocals.put(LOCAL, trace);
      MDC.put(FIELD, trace.traceId());
    }
  }

  /** Has the lines that are logged meanwhile carry the id. */
  public static void log(TraceParent trace, Runnable lines) {
    Object before = MDC.get(FIELD);
    MDC.put(FIELD, trace.traceId());
    try {
      lines.run();
    } finally {
      if (before == null) {
        MDC.remove(FIELD);
      } else {
        MDC.put(FIELD, before);
      }
    }
  }
}
