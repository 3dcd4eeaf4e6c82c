package io.culvert.gateway.app.port;

import io.culvert.contract.Topic;
import org.jspecify.annotations.Nullable;

/** Where events go. Never blocks: what cannot be kept is dropped, oldest first, and counted. */
public interface EventSink {
  /**
   * Hands over one event.
   *
   * @param topic where to
   * @param key the record's key
   * @param event a record of the contract; null where what the key stood for is gone
   */
  void publish(Topic topic, String key, @Nullable Object event);
}
