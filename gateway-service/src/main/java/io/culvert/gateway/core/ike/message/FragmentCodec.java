package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Protected messages in fragments, each sealed on its own (RFC 7383 §2.5).
 *
 * <pre>
 *   HDR, SK {payloads}   =   HDR, SKF(1 of n) {piece}, HDR, SKF(2 of n) {piece} …
 * </pre>
 */
public final class FragmentCodec {
  private FragmentCodec() {}

  /** Reads a datagram that is a fragment; empty for all others, well-formed or not. */
  public static Optional<SealedFragment> read(IkeHeader header, byte[] datagram) {
    if (header.nextPayload() == PayloadType.SK.value()) {
      return Optional.empty();
    }
    try {
      PayloadChain.Chain outer = MessageCodec.outerPayloads(header, datagram);
      return outer
          .encrypted()
          .flatMap(
              part ->
                  part.fragment()
                      .map(
                          numbers ->
                              new SealedFragment(
                                  header,
                                  outer.payloads(),
                                  numbers,
                                  part.firstType(),
                                  Bytes.of(datagram, 0, part.start()),
                                  part.sealed())));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  /** Verifies and decrypts a fragment, by the keys of its IKE SA and direction. */
  public static FragmentResult open(SealedFragment fragment, PayloadProtection in) {
    IkeHeader header = fragment.header();
    Optional<byte[]> padded =
        in.open(fragment.associatedData().toArray(), fragment.sealed().toArray());
    if (padded.isEmpty()) {
      return Rejected.silent(RejectReason.INTEGRITY, "integrity check failed", header);
    }
    Optional<Rejected> refused = MessageCodec.judgeOutside(header, fragment.outer());
    if (refused.isPresent()) {
      return refused.get();
    }
    return new FragmentResult.Opened(
        header, fragment.numbers(), fragment.firstType(), Bytes.of(padded.get()));
  }

  /** Reads the message that these fragments, all there and in order, are. */
  public static DecodeResult join(List<FragmentResult.Opened> fragments) {
    FragmentResult.Opened first = fragments.getFirst();
    return MessageCodec.judgeInside(
        first.header(),
        first.firstType(),
        fragments.stream().map(FragmentResult.Opened::padded).toList());
  }

  /**
   * Writes a protected message: in an SK payload where that fits {@code mostOctets}, else in
   * fragments of at most that size.
   */
  public static List<byte[]> encode(IkeMessage message, PayloadProtection out, int mostOctets) {
    byte[] content = SkWriter.content(message);
    int inOne = room(PayloadChain.GENERIC_HEADER_LENGTH, out, mostOctets);
    if (content.length <= inOne) {
      return List.of(SkWriter.seal(message, Optional.empty(), content, out));
    }
    int room = room(PayloadChain.GENERIC_HEADER_LENGTH + FragmentNumbers.LENGTH, out, mostOctets);
    int total = Math.ceilDiv(content.length, room);
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < total; i++) {
      int length = Math.min(room, content.length - i * room);
      byte[] piece = Bytes.of(content, i * room, length).toArray();
      Optional<FragmentNumbers> numbers = Optional.of(new FragmentNumbers(i + 1, total));
      datagrams.add(SkWriter.seal(message, numbers, piece, out));
    }
    return datagrams;
  }

  /** How many octets of payloads fit, so that with their padding they are whole blocks. */
  private static int room(int payloadHeader, PayloadProtection out, int mostOctets) {
    int padded = mostOctets - IkeHeader.LENGTH - payloadHeader - out.ivLength() - out.icvLength();
    return padded - padded % out.blockLength() - SkPadding.LEAST;
  }
}
