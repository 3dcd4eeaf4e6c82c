package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.MalformedException;
import java.util.Optional;

/**
 * The header of every IKE message (RFC 7296 §3.1). Message ID and SPIs are raw bits: compare them
 * unsigned.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       IKE SA Initiator's SPI                  |
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       IKE SA Responder's SPI                  |
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Next Payload | MjVer | MnVer | Exchange Type |X X R V I X X X|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          Message ID                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                            Length                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param initiatorSpi SPI of the original initiator
 * @param responderSpi SPI of the original responder, 0 in the first request
 * @param nextPayload type of the first payload
 * @param majorVersion 0 to 15
 * @param minorVersion 0 to 15
 * @param exchangeType number of the exchange, known or not
 * @param initiator the I flag: the sender is the original initiator of this IKE SA
 * @param response the R flag: the message is a response
 * @param higherVersion the V flag: the sender could speak a higher major version
 * @param messageId the message ID
 * @param length octets of the whole message
 */
public record IkeHeader(
    long initiatorSpi,
    long responderSpi,
    int nextPayload,
    int majorVersion,
    int minorVersion,
    int exchangeType,
    boolean initiator,
    boolean response,
    boolean higherVersion,
    int messageId,
    int length)
    implements HeaderResult {
  /** Octets of the header. */
  public static final int LENGTH = 28;

  /** The version we speak. */
  public static final int MAJOR_VERSION = 2;

  static final int NEXT_PAYLOAD_INDEX = 16;
  static final int LENGTH_INDEX = 24;

  private static final int FLAG_INITIATOR = 0x08;
  private static final int FLAG_VERSION = 0x10;
  private static final int FLAG_RESPONSE = 0x20;

  /** The exchange, where it is a known one. */
  public Optional<ExchangeType> exchange() {
    return ExchangeType.of(exchangeType);
  }

  /** The header of a message whose length is not known yet. */
  static IkeHeader of(IkeMessage message, int nextPayload) {
    return new IkeHeader(
        message.initiatorSpi(),
        message.responderSpi(),
        nextPayload,
        MAJOR_VERSION,
        0,
        message.exchange().value(),
        message.fromInitiator(),
        message.response(),
        false,
        message.messageId(),
        0);
  }

  static IkeHeader decode(ByteReader in) throws MalformedException {
    long initiatorSpi = in.u64();
    long responderSpi = in.u64();
    int nextPayload = in.u8();
    int version = in.u8();
    int exchangeType = in.u8();
    int flags = in.u8();
    int messageId = in.u32();
    int length = in.u32();
    return new IkeHeader(
        initiatorSpi,
        responderSpi,
        nextPayload,
        version >>> 4,
        version & 0xf,
        exchangeType,
        (flags & FLAG_INITIATOR) != 0,
        (flags & FLAG_RESPONSE) != 0,
        (flags & FLAG_VERSION) != 0,
        messageId,
        length);
  }

  void encode(ByteWriter out) {
    int flags =
        (initiator ? FLAG_INITIATOR : 0)
            | (response ? FLAG_RESPONSE : 0)
            | (higherVersion ? FLAG_VERSION : 0);
    out.u64(initiatorSpi)
        .u64(responderSpi)
        .u8(nextPayload)
        .u8(majorVersion << 4 | minorVersion)
        .u8(exchangeType)
        .u8(flags)
        .u32(messageId)
        .u32(length);
  }
}
