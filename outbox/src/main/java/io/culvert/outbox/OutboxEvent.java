package io.culvert.outbox;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the outbox table. Insert it with {@link #insertInto} in the transaction
 * that makes the change, after the changed row is locked or updated: ids are given at the insert,
 * so that is what keeps the events of one key in the order of their commits.
 *
 * @param topic name of the topic
 * @param key the record's key
 * @param value JSON; null is a tombstone
 * @param type CloudEvents type
 */
public record OutboxEvent(String topic, String key, @Nullable String value, String type) {

  /** The event as its topic wants it. */
  public static OutboxEvent of(Topic topic, String key, Object event) {
    return new OutboxEvent(
        topic.topicName(),
        key,
        new String(EventJson.write(event), StandardCharsets.UTF_8),
        CloudEventHeaders.typeOf(event.getClass()));
  }

  /** Says that the key is gone. */
  public static OutboxEvent tombstone(Topic topic, String key, Class<?> type) {
    return new OutboxEvent(topic.topicName(), key, null, CloudEventHeaders.typeOf(type));
  }

  /**
   * The statement that stores an event in the outbox of that schema; its parameters {@code ?1} to
   * {@code ?5} are topic, key, value, type, and whose doing it is ({@link TraceParent}; null where
   * nobody knows), all text.
   */
  public static String insertInto(String schema) {
    return "insert into "
        + schema
        + ".outbox (topic, key, value, type, trace)"
        + " values (?1, ?2, cast(?3 as text), ?4, cast(?5 as text))";
  }

  /**
   * The statement that stores a tombstone for each of many keys in the outbox of that schema; its
   * parameters {@code ?1} to {@code ?4} are topic, keys as a JSON array of texts, type, and whose
   * doing it is, as in {@link #insertInto}.
   */
  public static String tombstonesInto(String schema) {
    return "insert into "
        + schema
        + ".outbox (topic, key, value, type, trace)"
        + " select ?1, gone.key, cast(null as text), ?3, cast(?4 as text)"
        + " from jsonb_array_elements_text(cast(cast(?2 as text) as jsonb)) as gone(key)";
  }
}
