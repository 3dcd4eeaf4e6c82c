package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.wire.Bytes;

/**
 * What came of an offer.
 *
 * @param <S> the suite: {@code IkeSuite} or {@code EspSuite}
 */
public sealed interface Selection<S> {
  /**
   * A proposal is chosen.
   *
   * @param suite its algorithms. The group may be another than the one of the KE payload sent: then
   *     the request is answered with INVALID_KE_PAYLOAD and this group (RFC 7296 §1.2, §1.3)
   * @param peerSpi the SPI that stood in the chosen proposal
   * @param answer the proposal that goes into our SA payload, with our SPI
   */
  record Chosen<S>(S suite, Bytes peerSpi, Proposal answer) implements Selection<S> {}

  /**
   * None is acceptable: NO_PROPOSAL_CHOSEN.
   *
   * @param offered what was offered; at most {@value ProposalText#LIMIT} characters, printable
   *     ASCII
   * @param allowed what is allowed; likewise
   */
  record NoProposal<S>(String offered, String allowed) implements Selection<S> {}
}
