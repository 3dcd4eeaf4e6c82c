package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.wire.Bytes;

/** What a sealed fragment was opened to. */
public sealed interface FragmentResult permits FragmentResult.Opened, Rejected {

  /**
   * A piece of a message, from whom it claims to be.
   *
   * @param header its header
   * @param numbers which fragment of how many
   * @param firstType the type of the message's first payload; only fragment 1 tells it
   * @param padded a piece of the payloads, which may begin and end anywhere, and its padding
   */
  record Opened(IkeHeader header, FragmentNumbers numbers, int firstType, Bytes padded)
      implements FragmentResult {}
}
