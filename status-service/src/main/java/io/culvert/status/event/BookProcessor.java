package io.culvert.status.event;

import io.culvert.contract.EventJson;
import io.culvert.contract.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole topic into memory. It runs in the thread for global state, which cannot write to
 * Kafka: an unreadable record is logged and left out.
 *
 * @param <T> the event
 */
final class BookProcessor<T> implements Processor<byte[], byte[], Void, Void> {
  private static final Logger LOG = Logger.getLogger(BookProcessor.class);

  private final Class<T> type;
  private final BiConsumer<String, @Nullable T> book;

  BookProcessor(Class<T> type, BiConsumer<String, @Nullable T> book) {
    this.type = type;
    this.book = book;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    try {
      book.accept(key, record.value() == null ? null : EventJson.read(record.value(), type));
    } catch (UnreadableEventException e) {
      LOG.warnf("unreadable record left out: %s", e.getMessage());
    }
  }
}
