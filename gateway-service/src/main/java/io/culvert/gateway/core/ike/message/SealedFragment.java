package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import java.util.List;

/**
 * A message that ends in an SKF payload, not yet opened: anybody may have written it.
 *
 * @param header its header
 * @param outer the payloads in front of the SKF payload
 * @param numbers which fragment of how many
 * @param firstType the next-payload field of the SKF payload
 * @param associatedData everything from the header to the fragment numbers (RFC 7383 §2.5)
 * @param sealed IV, ciphertext and ICV
 */
public record SealedFragment(
    IkeHeader header,
    List<Payload> outer,
    FragmentNumbers numbers,
    int firstType,
    Bytes associatedData,
    Bytes sealed) {
  /** Copies the list. */
  public SealedFragment {
    outer = List.copyOf(outer);
  }
}
