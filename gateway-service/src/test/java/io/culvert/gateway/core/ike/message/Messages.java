package io.culvert.gateway.core.ike.message;

import static io.culvert.gateway.core.wire.TransformType.ENCR;
import static io.culvert.gateway.core.wire.TransformType.INTEG;
import static io.culvert.gateway.core.wire.TransformType.KE;
import static io.culvert.gateway.core.wire.TransformType.PRF;

import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.ike.payload.Proposal;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.List;

/** Messages that keep the rules, and ways to break them. */
final class Messages {
  static final long SPI_I = 0x1122334455667788L;
  static final long SPI_R = 0x99aabbccddeeff00L;
  static final int INITIATOR = 0x08;
  static final int RESPONSE = 0x20;

  private Messages() {}

  static List<Payload> saInitPayloads() {
    return List.of(
        new SaPayload(
            List.of(
                new Proposal(
                    1,
                    1,
                    Bytes.EMPTY,
                    List.of(
                        Transform.of(ENCR, 12, 256),
                        Transform.of(PRF, 5),
                        Transform.of(INTEG, 12),
                        Transform.of(KE, 14))))),
        new KePayload(14, Bytes.of(new byte[256])),
        new NoncePayload(Bytes.of(new byte[32])),
        NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, Bytes.of(new byte[20])));
  }

  static IkeMessage saInit() {
    return new IkeMessage(SPI_I, 0, ExchangeType.IKE_SA_INIT, true, false, 0, saInitPayloads());
  }

  static List<Payload> authPayloads() {
    return List.of(
        new IdPayload(true, 2, Bytes.ofHex("7231")),
        new AuthPayload(2, Bytes.of(new byte[32])),
        new SaPayload(
            List.of(
                new Proposal(1, 3, Bytes.ofInt(0xc0ffee01), List.of(Transform.of(ENCR, 20, 256))))),
        new TsPayload(true, List.of(TrafficSelector.any4())),
        new TsPayload(false, List.of(TrafficSelector.any4())));
  }

  static IkeMessage auth() {
    return protectedMessage(ExchangeType.IKE_AUTH, authPayloads());
  }

  static IkeMessage protectedMessage(ExchangeType exchange, List<Payload> payloads) {
    return new IkeMessage(SPI_I, SPI_R, exchange, true, false, 1, payloads);
  }

  /** A datagram with any header octets, whose length field is right. */
  static byte[] raw(int nextPayload, int version, int exchange, int flags, int id, Bytes chain) {
    return new ByteWriter()
        .u64(SPI_I)
        .u64(exchange == ExchangeType.IKE_SA_INIT.value() ? 0 : SPI_R)
        .u8(nextPayload)
        .u8(version)
        .u8(exchange)
        .u8(flags)
        .u32(id)
        .u32(IkeHeader.LENGTH + chain.length())
        .bytes(chain)
        .toArray();
  }

  static Bytes chain(List<? extends Payload> payloads, int typeAfter) {
    ByteWriter out = new ByteWriter();
    PayloadChain.encode(List.copyOf(payloads), typeAfter, out);
    return out.toBytes();
  }

  /** The payloads of a good IKE_SA_INIT with one more in front, in the clear. */
  static byte[] saInitWith(Payload extra) {
    List<Payload> payloads = new ArrayList<>(saInitPayloads());
    payloads.addFirst(extra);
    return raw(extra.type(), 0x20, 34, INITIATOR, 0, chain(payloads, 0));
  }

  /** A sealed INFORMATIONAL of any content: outer payloads, then SK with this plaintext. */
  static byte[] sealed(
      PayloadProtection protection,
      int exchange,
      int flags,
      List<? extends Payload> outer,
      int firstType,
      byte[] padded) {
    int sealedLength = protection.ivLength() + padded.length + protection.icvLength();
    ByteWriter chain = new ByteWriter().bytes(chain(outer, 46));
    chain.u8(firstType).u8(0).u16(4 + sealedLength);
    Bytes placeholder = new ByteWriter().bytes(chain.toBytes()).zeros(sealedLength).toBytes();
    int first = outer.isEmpty() ? 46 : outer.getFirst().type();
    byte[] datagram = raw(first, 0x20, exchange, flags, 1, placeholder);
    Bytes head = Bytes.of(datagram, 0, datagram.length - sealedLength);
    return new ByteWriter().bytes(head).bytes(protection.seal(head.toArray(), padded)).toArray();
  }
}
