package io.culvert.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/** Keeps query strings out of traces: log-ins bring tickets, grants and assertions in them. */
@Singleton
final class WithoutQueries implements SpanProcessor {
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (span.getAttribute(QUERY) != null) {
      // There is no way to take one away.
      span.setAttribute(QUERY, "");
    }
    String url = span.getAttribute(URL);
    int query = url == null ? -1 : url.indexOf('?');
    if (url != null && query >= 0) {
      span.setAttribute(URL, url.substring(0, query));
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
