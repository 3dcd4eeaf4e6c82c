package io.culvert.gateway.app.port;

import io.culvert.contract.Topic;

/** Where events go. Never blocks: what cannot be kept is dropped, oldest first, and counted. */
public interface EventSink {
  /**
   * Hands over one event.
   *
   * @param topic where to
   * @param key the record's key
   * @param event a record of the contract
   */
  void publish(Topic topic, String key, Object event);
}
