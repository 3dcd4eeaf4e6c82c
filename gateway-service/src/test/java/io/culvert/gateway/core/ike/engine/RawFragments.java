package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.FragmentCodec;
import io.culvert.gateway.core.ike.message.FragmentResult;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadChain;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Fragments as a {@link RawDevice} sends them, good ones and any others. */
final class RawFragments {
  private static final int BLOCK = 16;

  final RawDevice device;

  RawFragments(RawDevice device) {
    this.device = device;
  }

  /** A device that announced fragmentation, with an IKE SA and a child SA. */
  static RawFragments connected(End gateway) {
    RawFragments fragments = afterInit(gateway);
    RawDevice device = fragments.device;
    device.send(
        device.seal(
            ExchangeType.IKE_AUTH, device.authPayloads(device.auth()), device.nextId(), false));
    device.advance();
    return fragments;
  }

  /** A device that announced fragmentation in IKE_SA_INIT and went no further. */
  static RawFragments afterInit(End gateway) {
    return afterInit(gateway, Lab.DEVICE);
  }

  /** The same from another address. */
  static RawFragments afterInit(End gateway, InetSocketAddress address) {
    RawDevice device =
        new RawDevice(gateway, address, 77)
            .with(NotifyPayload.of(NotifyType.FRAGMENTATION_SUPPORTED));
    device.init();
    return new RawFragments(device);
  }

  /** A request in datagrams of at most that size. */
  List<Bytes> split(ExchangeType exchange, List<Payload> payloads, int messageId, int mostOctets) {
    IkeMessage message =
        new IkeMessage(device.spi, device.gatewaySpi(), exchange, true, false, messageId, payloads);
    return FragmentCodec.encode(message, device.protection(true), mostOctets).stream()
        .map(Bytes::of)
        .toList();
  }

  /** All datagrams that are sent upon these. */
  List<Bytes> send(List<Bytes> datagrams) {
    return datagrams.stream().flatMap(d -> device.send(d).stream()).toList();
  }

  /** The message in the fragments of an answer. */
  IkeMessage join(List<Bytes> datagrams) {
    List<FragmentResult.Opened> opened = new ArrayList<>();
    for (Bytes datagram : datagrams) {
      byte[] octets = datagram.toArray();
      IkeHeader header = (IkeHeader) MessageCodec.decodeHeader(octets);
      FragmentResult result =
          FragmentCodec.open(
              FragmentCodec.read(header, octets).orElseThrow(), device.protection(false));
      opened.add((FragmentResult.Opened) result);
    }
    return ((DecodeResult.Decoded) FragmentCodec.join(opened)).message();
  }

  /** An authentic fragment of the next INFORMATIONAL, with any numbers. */
  Bytes one(int number, int total) {
    return one(ExchangeType.INFORMATIONAL, number, total, List.of(), Bytes.of(new byte[100]));
  }

  /** The same, of any exchange and content, behind any payloads. */
  Bytes one(
      ExchangeType exchange, int number, int total, List<? extends Payload> outer, Bytes piece) {
    return one(exchange, PayloadType.NONE.value(), number, total, outer, piece);
  }

  /** The same, with the type of the first payload inside. */
  Bytes one(
      ExchangeType exchange,
      int firstType,
      int number,
      int total,
      List<? extends Payload> outer,
      Bytes piece) {
    PayloadProtection out = device.protection(true);
    int padLength = BLOCK - 1 - piece.length() % BLOCK;
    byte[] padded = new ByteWriter().bytes(piece).zeros(padLength).u8(padLength).toArray();
    int sealedLength = out.ivLength() + padded.length + out.icvLength();
    ByteWriter chain = new ByteWriter();
    PayloadChain.encode(List.copyOf(outer), PayloadType.SKF.value(), chain);
    chain.u8(firstType).u8(0).u16(8 + sealedLength).u16(number).u16(total);
    int first = outer.isEmpty() ? PayloadType.SKF.value() : outer.getFirst().type();
    byte[] head =
        new ByteWriter()
            .u64(device.spi)
            .u64(device.gatewaySpi())
            .u8(first)
            .u8(0x20)
            .u8(exchange.value())
            .u8(0x08)
            .u32(device.nextId())
            .u32(IkeHeader.LENGTH + chain.length() + sealedLength)
            .bytes(chain.toArray())
            .toArray();
    return new ByteWriter().bytes(head).bytes(out.seal(head, padded)).toBytes();
  }
}
