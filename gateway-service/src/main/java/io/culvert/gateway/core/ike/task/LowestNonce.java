package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.wire.Bytes;
import java.util.Arrays;

/**
 * The lower of the two nonces of an exchange. Of two rekeys of the same SA that cross, the one with
 * the lowest of the four nonces made a redundant SA (RFC 7296 §2.8.1).
 */
public record LowestNonce(Bytes octets) implements Comparable<LowestNonce> {
  static LowestNonce of(Bytes initiator, Bytes responder) {
    LowestNonce one = new LowestNonce(initiator);
    LowestNonce other = new LowestNonce(responder);
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** Octet by octet; where one ends, it is the lower (RFC 7296 §2.8.1). */
  @Override
  public int compareTo(LowestNonce other) {
    return Arrays.compareUnsigned(octets.toArray(), other.octets.toArray());
  }
}
