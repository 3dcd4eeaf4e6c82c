package io.culvert.status.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators read of changes in the log. */
class ChangeTrailTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final String CALL = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static final Logger WATCHED = Logger.getLogger(ChangeTrail.class.getName());

  private final List<String> lines = new ArrayList<>();
  private final ChangeTrail trail = new ChangeTrail();
  private final Handler handler =
      new Handler() {
        private final PatternFormatter format = new PatternFormatter("%X{correlationId} %s");

        @Override
        public void publish(LogRecord entry) {
          lines.add(format.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    WATCHED.addHandler(handler);
  }

  @AfterEach
  void stop() {
    WATCHED.removeHandler(handler);
  }

  private void add(long tunnel, String trace, Instant written) {
    Record<byte[], byte[]> entry = new Record<>(new byte[0], new byte[0], written.toEpochMilli());
    entry.headers().add(TraceParent.HEADER, trace.getBytes(StandardCharsets.UTF_8));
    trail.add(entry, tunnel, NOW);
  }

  private static String call(String id) {
    return "00-" + id + "-00f067aa0ba902b7-01";
  }

  @Test
  void aCallIsToldOnceHoweverManyTunnelsItChanged() {
    String other = CALL.replace('4', '5');
    add(17, call(CALL), NOW);
    add(18, call(CALL), NOW.minusSeconds(59));
    add(19, call(other), NOW);
    assertThat(lines)
        .containsExactly(
            CALL + " taken in: tunnel-changes 17", other + " taken in: tunnel-changes 19");
  }

  @Test
  void whatIsReadAgainLongAfterwardsIsNotTold() {
    add(17, call(CALL), NOW.minusSeconds(61));
    assertThat(lines).isEmpty();
  }

  @Test
  void nothingIsToldOfARecordWithoutAGoodHeader() {
    trail.add(new Record<>(new byte[0], new byte[0], NOW.toEpochMilli()), 17, NOW);
    add(17, call("\n" + CALL.substring(1)), NOW);
    assertThat(lines).isEmpty();
  }
}
