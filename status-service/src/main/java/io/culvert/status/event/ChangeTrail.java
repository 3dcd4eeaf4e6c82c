package io.culvert.status.event;

import io.culvert.contract.TraceParent;
import io.culvert.tracing.Correlation;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/**
 * Tells of changes of tunnels that somebody's call made: a line for the call with its id, not one
 * for each tunnel of an import, and none for what is read again long afterwards.
 */
final class ChangeTrail {
  private static final Logger LOG = Logger.getLogger(ChangeTrail.class);
  private static final Duration RECENT = Duration.ofMinutes(1);

  private String last = "";

  /**
   * A tunnel's record is read.
   *
   * @param tunnel its number
   */
  void add(Record<byte[], byte[]> entry, long tunnel, Instant now) {
    Header header = entry.headers().lastHeader(TraceParent.HEADER);
    if (header != null && now.minus(RECENT).toEpochMilli() < entry.timestamp()) {
      TraceParent.parse(header.value()).ifPresent(trace -> tell(trace, tunnel));
    }
  }

  private void tell(TraceParent trace, long tunnel) {
    if (!trace.traceId().equals(last)) {
      last = trace.traceId();
      Correlation.log(trace, () -> LOG.infof("taken in: tunnel-changes %d", tunnel));
    }
  }
}
