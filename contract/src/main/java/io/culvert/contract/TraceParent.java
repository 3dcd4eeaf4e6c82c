package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose doing something is, as W3C Trace Context Level 1 §3.2 writes it: a header of requests and
 * of Kafka records. Its trace id is what a change is known by from the call that makes it to the
 * logs of the gateways.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero: the step that caused what follows
 * @param sampled whether whoever began it records it as a trace
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
  /** The header's name, in HTTP and in Kafka. */
  public static final String HEADER = "traceparent";

  private static final int LENGTH = 55;
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
  private static final Pattern SHAPE =
      Pattern.compile("00-(" + TRACE_ID + ")-(" + SPAN_ID + ")-[0-9a-f]([0-9a-f])");

  /** Ids that are none are refused. */
  public TraceParent {
    if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException("not the ids of a trace and a span");
    }
  }

  /** Reads what anybody may have sent; empty where it is not exactly as it should be. */
  public static Optional<TraceParent> parse(@Nullable String header) {
    if (header == null || header.length() != LENGTH) {
      return Optional.empty();
    }
    Matcher parts = SHAPE.matcher(header);
    if (!parts.matches()) {
      return Optional.empty();
    }
    // Of the flags only the last bit has a meaning.
    boolean sampled = (Character.digit(parts.group(3).charAt(0), 16) & 1) == 1;
    return Optional.of(new TraceParent(parts.group(1), parts.group(2), sampled));
  }

  /** As {@link #parse(String)}, of a Kafka header's octets. */
  public static Optional<TraceParent> parse(byte @Nullable [] header) {
    return header == null || header.length != LENGTH
        ? Optional.empty()
        : parse(new String(header, StandardCharsets.ISO_8859_1));
  }

  /** The beginning of something new, which nobody records. */
  public static TraceParent begin(RandomGenerator random) {
    // Half of the id must not be zero, or one id of 2^128 would be none.
    return new TraceParent(
        hex(random.nextLong()) + hex(random.nextLong() | 1), hex(random.nextLong() | 1), false);
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }

  /** The header's value. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
