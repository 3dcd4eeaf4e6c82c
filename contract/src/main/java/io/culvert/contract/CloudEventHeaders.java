package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Kafka headers of an event in CloudEvents 1.0 binary mode (Kafka protocol binding §3.2): the
 * attributes travel as {@code ce_*} headers, the value is the data alone.
 */
public final class CloudEventHeaders {
  /** Header of a dead letter that says why the record could not be read. */
  public static final String REASON = "culvert_reason";

  /** Header of a dead letter that names the topic, partition and offset it came from. */
  public static final String ORIGIN = "culvert_origin";

  private CloudEventHeaders() {}

  /**
   * The headers of one event.
   *
   * @param id unique per source; a repeat of the same event carries the same id
   * @param source the writer, such as {@code /config-service}
   * @param type the record's type, such as {@code io.culvert.TunnelChange}
   * @param time when it happened
   */
  public static Map<String, byte[]> of(String id, String source, String type, Instant time) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", utf8("1.0"));
    headers.put("ce_id", utf8(id));
    headers.put("ce_source", utf8(source));
    headers.put("ce_type", utf8(type));
    headers.put("ce_time", utf8(time.toString()));
    headers.put("content-type", utf8("application/json"));
    return headers;
  }

  /** The CloudEvents type of an event record: {@code io.culvert.} and its simple name. */
  public static String typeOf(Class<?> event) {
    return "io.culvert." + event.getSimpleName();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
