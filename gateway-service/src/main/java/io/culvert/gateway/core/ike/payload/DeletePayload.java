package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.ProtocolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Delete: SAs the sender has removed (RFC 7296 §3.11).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Protocol ID   |   SPI Size    |          Num of SPIs          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * ~               Security Parameter Index(es) (SPI)              ~
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param protocol the protocol number, known or not; IKE means the IKE SA that carries the message
 * @param spis the SPIs, all of one length from 1 to 255 octets, at most {@value #MAX_SPIS}; none
 *     for IKE, four octets each for ESP and AH
 */
public record DeletePayload(int protocol, List<Bytes> spis) implements Payload {
  /** The most we read or write; a cap of ours, so that one message cannot cost much. */
  public static final int MAX_SPIS = 1024;

  /** Copies the list and refuses SPIs that do not fit the protocol or each other. */
  public DeletePayload {
    spis = List.copyOf(spis);
    Fields.checkU8(protocol, "protocol");
    if (spis.size() > MAX_SPIS) {
      throw new IllegalArgumentException("at most " + MAX_SPIS + " SPIs");
    }
    int size = spis.isEmpty() ? 0 : spis.getFirst().length();
    if (!spis.isEmpty() && (size < 1 || size > 255 || !fits(protocol, size))) {
      throw new IllegalArgumentException("SPI of the wrong size");
    }
    if (spis.stream().anyMatch(spi -> spi.length() != size)) {
      throw new IllegalArgumentException("SPIs of several sizes");
    }
  }

  /** Deletes the IKE SA that carries the message. */
  public static DeletePayload ike() {
    return new DeletePayload(ProtocolId.IKE.value(), List.of());
  }

  /** Deletes one ESP SA, by the SPI of packets to the sender of the message. */
  public static DeletePayload esp(int spi) {
    return new DeletePayload(ProtocolId.ESP.value(), List.of(Bytes.ofInt(spi)));
  }

  /** The protocol, where it is a known one. */
  public Optional<ProtocolId> knownProtocol() {
    return ProtocolId.of(protocol);
  }

  @Override
  public int type() {
    return PayloadType.DELETE.value();
  }

  static DeletePayload decode(ByteReader in) throws MalformedException {
    int protocol = in.u8();
    int spiSize = in.u8();
    int count = in.u16();
    if (count > MAX_SPIS) {
      throw new MalformedException("more than " + MAX_SPIS + " SPIs");
    }
    if (count > 0 && (spiSize == 0 || !fits(protocol, spiSize))) {
      throw new MalformedException("delete of protocol " + protocol + " with SPI size " + spiSize);
    }
    List<Bytes> spis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spis.add(in.bytes(spiSize));
    }
    in.expectEnd("delete payload");
    return new DeletePayload(protocol, spis);
  }

  // RFC 7296 §3.11: the SPI size is zero for IKE (the SPI is in the header) and four for AH and
  // ESP.
  private static boolean fits(int protocol, int spiSize) {
    Optional<ProtocolId> known = ProtocolId.of(protocol);
    return known.isEmpty() || (known.get() != ProtocolId.IKE && spiSize == 4);
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u8(protocol).u8(spis.isEmpty() ? 0 : spis.getFirst().length()).u16(spis.size());
    spis.forEach(out::bytes);
  }
}
