package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.List;

/**
 * Security Association: what the sender proposes, or the one proposal the answer takes (RFC 7296
 * §3.3).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~                          &lt;Proposals&gt;                          ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param proposals one to {@value #MAX_PROPOSALS}, in the sender's order of preference
 */
public record SaPayload(List<Proposal> proposals) implements Payload {
  /** The most we read or write; a cap of ours, so that one message cannot cost much. */
  public static final int MAX_PROPOSALS = 64;

  /** Copies the list and refuses one that is empty or too long. */
  public SaPayload {
    proposals = List.copyOf(proposals);
    if (proposals.isEmpty() || proposals.size() > MAX_PROPOSALS) {
      throw new IllegalArgumentException("1 to " + MAX_PROPOSALS + " proposals");
    }
  }

  @Override
  public int type() {
    return PayloadType.SA.value();
  }

  static SaPayload decode(ByteReader in) throws MalformedException {
    List<Proposal> proposals = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (proposals.size() == MAX_PROPOSALS) {
        throw new MalformedException("more than " + MAX_PROPOSALS + " proposals");
      }
      int marker = in.u8();
      if (marker != 0 && marker != Proposal.MORE) {
        throw new MalformedException("proposal announces neither a next one nor the end");
      }
      more = marker == Proposal.MORE;
      proposals.add(Proposal.decode(in));
    }
    in.expectEnd("SA payload");
    return new SaPayload(proposals);
  }

  @Override
  public void encodeBody(ByteWriter out) {
    for (int i = 0; i < proposals.size(); i++) {
      out.u8(i == proposals.size() - 1 ? 0 : Proposal.MORE);
      proposals.get(i).encode(out);
    }
  }
}
