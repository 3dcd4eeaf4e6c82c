package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Datagrams to messages and back (RFC 7296 §3), without the non-ESP marker of port 4500.
 *
 * <p>Decoding never throws on received octets, and never answers a response (RFC 7296 §2.21).
 */
public final class MessageCodec {
  private MessageCodec() {}

  /** Reads the header and judges length and version: enough to find the IKE SA. */
  public static HeaderResult decodeHeader(byte[] datagram) {
    IkeHeader header;
    try {
      header = IkeHeader.decode(new ByteReader(datagram));
    } catch (MalformedException e) {
      return Rejected.silent(RejectReason.TOO_SHORT, e.reason());
    }
    if (header.majorVersion() < IkeHeader.MAJOR_VERSION) {
      return Rejected.silent(
          RejectReason.OLDER_MAJOR_VERSION, "IKE version " + header.majorVersion(), header);
    }
    if (header.majorVersion() > IkeHeader.MAJOR_VERSION) {
      return newerVersion(header, datagram.length);
    }
    if (header.length() != datagram.length) {
      return Rejected.silent(
          RejectReason.LENGTH_MISMATCH,
          "length field " + Integer.toUnsignedString(header.length()) + " of " + datagram.length,
          header);
    }
    return header;
  }

  // RFC 7296 §2.5: drop it and answer a request, in the clear, with the version we speak.
  private static Rejected newerVersion(IkeHeader header, int received) {
    return Rejected.inClear(
        RejectReason.NEWER_MAJOR_VERSION,
        "IKE version " + header.majorVersion(),
        header,
        received,
        NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION));
  }

  /** Reads a message of an exchange that is in the clear: IKE_SA_INIT. */
  public static DecodeResult decodeUnprotected(byte[] datagram) {
    return switch (decodeHeader(datagram)) {
      case Rejected rejected -> rejected;
      case IkeHeader header -> decodeUnprotected(header, datagram);
    };
  }

  private static DecodeResult decodeUnprotected(IkeHeader header, byte[] datagram) {
    Optional<ExchangeType> exchange = header.exchange();
    if (exchange.isEmpty()) {
      return Rejected.silent(
          RejectReason.UNKNOWN_EXCHANGE, "exchange type " + header.exchangeType(), header);
    }
    if (ExchangeRules.encrypted(exchange.get())) {
      return Rejected.silent(RejectReason.WRONG_PROTECTION, "must be encrypted", header);
    }
    Optional<String> wrong = wrongInitialHeader(header);
    if (wrong.isPresent()) {
      return Rejected.silent(RejectReason.BAD_INITIAL_HEADER, wrong.get(), header);
    }
    try {
      PayloadChain.Chain chain = outerPayloads(header, datagram);
      if (chain.encrypted().isPresent()) {
        return Rejected.silent(RejectReason.WRONG_PROTECTION, "must be in the clear", header);
      }
      return judge(header, exchange.get(), chain.payloads(), Optional.empty());
    } catch (MalformedException e) {
      // RFC 7296 §3.10.1: INVALID_SYNTAX only inside a packet that passed its integrity check.
      return Rejected.silent(RejectReason.MALFORMED, e.reason(), header);
    }
  }

  private static Optional<String> wrongInitialHeader(IkeHeader header) {
    if (header.initiatorSpi() == 0) {
      return Optional.of("initiator SPI is zero"); // RFC 7296 §3.1
    }
    if (header.messageId() != 0) {
      return Optional.of("message ID is not zero"); // RFC 7296 §2.2
    }
    if (header.initiator() == header.response()) {
      return Optional.of("initiator and response flags disagree"); // RFC 7296 §3.1
    }
    if (!header.response() && header.responderSpi() != 0) {
      return Optional.of("responder SPI of a first request is not zero"); // RFC 7296 §2.6
    }
    return Optional.empty();
  }

  /** Reads a message that comes inside an SK payload, by the keys of its IKE SA and direction. */
  public static DecodeResult decodeProtected(byte[] datagram, PayloadProtection in) {
    return switch (decodeHeader(datagram)) {
      case Rejected rejected -> rejected;
      case IkeHeader header -> decodeProtected(header, datagram, in);
    };
  }

  private static DecodeResult decodeProtected(
      IkeHeader header, byte[] datagram, PayloadProtection in) {
    PayloadChain.Chain outer;
    try {
      outer = outerPayloads(header, datagram);
    } catch (MalformedException e) {
      return Rejected.silent(RejectReason.MALFORMED, e.reason(), header);
    }
    Optional<PayloadChain.EncryptedPart> part =
        outer.encrypted().filter(p -> p.fragment().isEmpty());
    if (part.isEmpty()) {
      return Rejected.silent(RejectReason.WRONG_PROTECTION, "no encrypted payload", header);
    }
    byte[] associatedData = Arrays.copyOf(datagram, part.get().start());
    Optional<byte[]> padded = in.open(associatedData, part.get().sealed().toArray());
    if (padded.isEmpty()) {
      return Rejected.silent(RejectReason.INTEGRITY, "integrity check failed", header);
    }
    // From here on the message is the peer's own, so RFC 7296 §2.21.3 lets us say what is wrong.
    return judgeOutside(header, outer.payloads())
        .<DecodeResult>map(refused -> refused)
        .orElseGet(
            () -> judgeInside(header, part.get().firstType(), List.of(Bytes.of(padded.get()))));
  }

  /** The payloads in front of the encrypted one, and that. */
  static PayloadChain.Chain outerPayloads(IkeHeader header, byte[] datagram)
      throws MalformedException {
    ByteReader in = new ByteReader(datagram);
    in.skip(IkeHeader.LENGTH);
    return PayloadChain.decode(header.nextPayload(), in);
  }

  /** What is wrong outside the encrypted payload of an authentic message, if anything is. */
  static Optional<Rejected> judgeOutside(IkeHeader header, List<Payload> outer) {
    Optional<ExchangeType> exchange = header.exchange();
    if (exchange.isEmpty()) {
      String detail = "exchange type " + header.exchangeType();
      return Optional.of(invalidSyntax(RejectReason.UNKNOWN_EXCHANGE, detail, header));
    }
    if (!ExchangeRules.encrypted(exchange.get())) {
      String detail = "must be in the clear";
      return Optional.of(invalidSyntax(RejectReason.WRONG_PROTECTION, detail, header));
    }
    Optional<Rejected> critical = unsupportedCritical(header, outer, true);
    if (critical.isEmpty() && !outer.stream().allMatch(UnsupportedPayload.class::isInstance)) {
      String detail = "payloads outside the encrypted one";
      return Optional.of(invalidSyntax(RejectReason.WRONG_PROTECTION, detail, header));
    }
    return critical;
  }

  /** Reads the payloads of an authentic message, which was padded in one piece or in several. */
  static DecodeResult judgeInside(IkeHeader header, int firstType, List<Bytes> padded) {
    try {
      ByteWriter joined = new ByteWriter();
      for (Bytes piece : padded) {
        joined.bytes(SkPadding.strip(piece.toArray()).rest());
      }
      byte[] content = joined.toArray();
      PayloadChain.Chain inner = PayloadChain.decode(firstType, new ByteReader(content));
      if (inner.encrypted().isPresent()) {
        String detail = "encrypted payload inside another";
        return invalidSyntax(RejectReason.WRONG_PROTECTION, detail, header);
      }
      Bytes inClear = ClearText.of(header, firstType, content);
      return judge(header, header.exchange().orElseThrow(), inner.payloads(), Optional.of(inClear));
    } catch (MalformedException e) {
      return invalidSyntax(RejectReason.MALFORMED, e.reason(), header);
    }
  }

  private static DecodeResult judge(
      IkeHeader header, ExchangeType exchange, List<Payload> payloads, Optional<Bytes> inClear) {
    boolean authenticated = inClear.isPresent();
    Optional<Rejected> critical = unsupportedCritical(header, payloads, authenticated);
    if (critical.isPresent()) {
      return critical.get();
    }
    Optional<String> violation = ExchangeRules.violation(exchange, header.response(), payloads);
    if (violation.isPresent()) {
      return authenticated
          ? invalidSyntax(RejectReason.EXCHANGE_RULES, violation.get(), header)
          : Rejected.silent(RejectReason.EXCHANGE_RULES, violation.get(), header);
    }
    return new DecodeResult.Decoded(
        new IkeMessage(
            header.initiatorSpi(),
            header.responderSpi(),
            exchange,
            header.initiator(),
            header.response(),
            header.messageId(),
            payloads),
        inClear.orElse(Bytes.EMPTY));
  }

  // RFC 7296 §2.5: the notification's data is the one octet of the payload type.
  private static Optional<Rejected> unsupportedCritical(
      IkeHeader header, List<Payload> payloads, boolean authenticated) {
    return payloads.stream()
        .filter(p -> p instanceof UnsupportedPayload u && u.critical())
        .findFirst()
        .map(p -> unsupportedCritical(header, p.type(), authenticated));
  }

  private static Rejected unsupportedCritical(IkeHeader header, int type, boolean authenticated) {
    RejectReason reason = RejectReason.UNSUPPORTED_CRITICAL_PAYLOAD;
    String detail = "critical payload of type " + type;
    NotifyPayload notify =
        NotifyPayload.of(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, Bytes.of((byte) type));
    return authenticated
        ? Rejected.inside(reason, detail, header, notify)
        : Rejected.inClear(reason, detail, header, header.length(), notify);
  }

  private static Rejected invalidSyntax(RejectReason reason, String detail, IkeHeader header) {
    return Rejected.inside(reason, detail, header, NotifyPayload.of(NotifyType.INVALID_SYNTAX));
  }

  /** Writes a message in the clear. */
  public static byte[] encodeUnprotected(IkeMessage message) {
    ByteWriter out = new ByteWriter();
    IkeHeader.of(message, PayloadChain.firstType(message.payloads())).encode(out);
    out.bytes(SkWriter.content(message));
    out.setU32(IkeHeader.LENGTH_INDEX, out.length());
    return out.toArray();
  }

  /** A message as RFC 9242 §3.3.2 has it signed, whatever protects it. */
  public static Bytes inClear(IkeMessage message) {
    return ClearText.of(
        IkeHeader.of(message, PayloadType.SK.value()),
        PayloadChain.firstType(message.payloads()),
        SkWriter.content(message));
  }

  /** Writes a message inside an SK payload, by the keys of its IKE SA and direction. */
  public static byte[] encodeProtected(IkeMessage message, PayloadProtection out) {
    return SkWriter.seal(message, Optional.empty(), SkWriter.content(message), out);
  }

  /**
   * The answer in the clear to a request that belongs to no IKE SA of ours, or is of a version
   * above ours: notifications, with SPIs, exchange type and message ID copied (RFC 7296 §1.5,
   * §2.21.4).
   */
  public static byte[] encodeUnprotectedReply(IkeHeader request, NotifyPayload... notices) {
    if (request.response()) {
      throw new IllegalArgumentException("a response is never answered");
    }
    IkeHeader header =
        new IkeHeader(
            request.initiatorSpi(),
            request.responderSpi(),
            PayloadType.NOTIFY.value(),
            IkeHeader.MAJOR_VERSION,
            0,
            request.exchangeType(),
            !request.initiator(),
            true,
            false,
            request.messageId(),
            0);
    ByteWriter out = new ByteWriter();
    header.encode(out);
    PayloadChain.encode(List.of(notices), PayloadType.NONE.value(), out);
    out.setU32(IkeHeader.LENGTH_INDEX, out.length());
    return out.toArray();
  }
}
