package io.culvert.status.event;

import io.culvert.status.app.Book;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/** What the streams run and what becomes of a thread that failed. */
@ApplicationScoped
class StreamsSetup {
  private static final Logger LOG = Logger.getLogger(StreamsSetup.class);

  @Produces
  @Singleton
  Topology topology(Book book, MeterRegistry metrics) {
    return StatusTopology.build(book, InstantSource.system(), StatusMeters.in(metrics));
  }

  /** Kafka may be away for long: a new thread takes over where the failed one stopped. */
  @Produces
  @Singleton
  StreamsUncaughtExceptionHandler replaceFailedThreads() {
    return failure -> {
      LOG.errorf(failure, "a stream thread failed and is replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    };
  }
}
