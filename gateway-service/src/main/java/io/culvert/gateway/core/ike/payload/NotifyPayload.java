package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.ProtocolId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Notify: an error or a status (RFC 7296 §3.10).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Protocol ID  |   SPI Size    |      Notify Message Type      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                Security Parameter Index (SPI)                 ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                       Notification Data                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param protocol the protocol of the SPI, known or not; 0 without an SPI
 * @param spi the SA it is about, 0 to 255 octets
 * @param notifyType the notify message type, known or not
 * @param data its data, of any length
 */
public record NotifyPayload(int protocol, Bytes spi, int notifyType, Bytes data)
    implements Payload {
  private static final int ESP_SPI_LENGTH = 4;

  /** Refuses numbers out of their field. */
  public NotifyPayload {
    Fields.checkU8(protocol, "protocol");
    Fields.checkU8(spi.length(), "SPI size");
    Fields.checkU16(notifyType, "notify type");
  }

  /** A notification about the IKE SA itself, without data. */
  public static NotifyPayload of(NotifyType type) {
    return of(type, Bytes.EMPTY);
  }

  /** A notification about the IKE SA itself. */
  public static NotifyPayload of(NotifyType type, Bytes data) {
    return new NotifyPayload(0, Bytes.EMPTY, type.value(), data);
  }

  /** A notification about an ESP SA, such as REKEY_SA. */
  public static NotifyPayload ofEsp(NotifyType type, int spi) {
    return new NotifyPayload(ProtocolId.ESP.value(), Bytes.ofInt(spi), type.value(), Bytes.EMPTY);
  }

  /** The type, where it is a known one. */
  public Optional<NotifyType> knownType() {
    return NotifyType.of(notifyType);
  }

  /** Whether it is of this type. */
  public boolean is(NotifyType expected) {
    return notifyType == expected.value();
  }

  /** Whether it reports an error, of a known type or not (RFC 7296 §3.10.1). */
  public boolean isError() {
    return NotifyType.isError(notifyType);
  }

  /** The ESP SPI; empty unless the protocol is ESP and the SPI has four octets. */
  public OptionalInt espSpi() {
    boolean esp = protocol == ProtocolId.ESP.value() && spi.length() == ESP_SPI_LENGTH;
    return esp ? OptionalInt.of(spi.toInt()) : OptionalInt.empty();
  }

  @Override
  public int type() {
    return PayloadType.NOTIFY.value();
  }

  static NotifyPayload decode(ByteReader in) throws MalformedException {
    int protocol = in.u8();
    int spiSize = in.u8();
    int notifyType = in.u16();
    Bytes spi = in.bytes(spiSize);
    return new NotifyPayload(protocol, spi, notifyType, in.rest());
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u8(protocol).u8(spi.length()).u16(notifyType).bytes(spi).bytes(data);
  }
}
