package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.TsType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Traffic selectors of the initiator or responder (RFC 7296 §3.13), and each selector (§3.13.1).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Number of TSs |                 RESERVED                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                       &lt;Traffic Selectors&gt;                     ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   TS Type     |IP Protocol ID*|       Selector Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Start Port*         |           End Port*           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                         Starting Address*                     ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                         Ending Address*                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param initiator TSi, else TSr
 * @param selectors the address ranges, in the sender's order
 * @param unknown selectors of types we do not know: to be narrowed away; 1 to 255 of both kinds
 *     together
 */
public record TsPayload(
    boolean initiator, List<TrafficSelector> selectors, List<UnknownSelector> unknown)
    implements Payload {
  private static final int FIXED_LENGTH = 8;

  /**
   * A selector of a type we do not know.
   *
   * @param tsType the type number
   * @param body everything behind the Selector Length, with the protocol octet in front
   */
  public record UnknownSelector(int tsType, Bytes body) {
    /** Refuses a known or impossible type and an empty body. */
    public UnknownSelector {
      Fields.checkU8(tsType, "traffic selector type");
      if (TsType.of(tsType).isPresent() || body.isEmpty()) {
        throw new IllegalArgumentException("not an unknown traffic selector");
      }
    }
  }

  /** Copies the lists and refuses none, and more than the count field holds. */
  public TsPayload {
    selectors = List.copyOf(selectors);
    unknown = List.copyOf(unknown);
    int count = selectors.size() + unknown.size();
    if (count == 0 || count > 255) {
      throw new IllegalArgumentException("1 to 255 traffic selectors");
    }
  }

  /** Traffic selectors as we send them. */
  public TsPayload(boolean initiator, List<TrafficSelector> selectors) {
    this(initiator, selectors, List.of());
  }

  @Override
  public int type() {
    return (initiator ? PayloadType.TS_I : PayloadType.TS_R).value();
  }

  static TsPayload decode(boolean initiator, ByteReader in) throws MalformedException {
    int count = in.u8();
    in.skip(3);
    if (count == 0) {
      throw new MalformedException("no traffic selector");
    }
    List<TrafficSelector> selectors = new ArrayList<>();
    List<UnknownSelector> unknown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tsType = in.u8();
      int protocol = in.u8();
      int length = in.u16();
      if (length < 4) {
        throw new MalformedException("traffic selector length " + length);
      }
      ByteReader body = in.slice(length - 4);
      Optional<TsType> known = TsType.of(tsType);
      if (known.isPresent()) {
        selectors.add(decodeRange(protocol, addressLength(known.get()), body));
      } else {
        unknown.add(
            new UnknownSelector(
                tsType, new ByteWriter().u8(protocol).bytes(body.rest()).toBytes()));
      }
    }
    in.expectEnd("traffic selector payload");
    return new TsPayload(initiator, selectors, unknown);
  }

  private static TrafficSelector decodeRange(int protocol, int addressLength, ByteReader in)
      throws MalformedException {
    int startPort = in.u16();
    int endPort = in.u16();
    InetAddress start = TrafficSelector.address(in.bytes(addressLength).toArray());
    InetAddress end = TrafficSelector.address(in.bytes(addressLength).toArray());
    in.expectEnd("traffic selector");
    if (!TrafficSelector.validPorts(startPort, endPort)
        || TrafficSelector.compare(start, end) > 0) {
      throw new MalformedException("traffic selector ends before it starts");
    }
    return new TrafficSelector(protocol, startPort, endPort, start, end);
  }

  private static int addressLength(TsType type) {
    return switch (type) {
      case IPV4_ADDR_RANGE -> 4;
      case IPV6_ADDR_RANGE -> 16;
    };
  }

  @Override
  public void encodeBody(ByteWriter out) {
    out.u8(selectors.size() + unknown.size()).zeros(3);
    for (TrafficSelector selector : selectors) {
      TsType type = selector.isIpv4() ? TsType.IPV4_ADDR_RANGE : TsType.IPV6_ADDR_RANGE;
      out.u8(type.value())
          .u8(selector.protocol())
          .u16(FIXED_LENGTH + 2 * addressLength(type))
          .u16(selector.startPort())
          .u16(selector.endPort())
          .bytes(selector.start().getAddress())
          .bytes(selector.end().getAddress());
    }
    for (UnknownSelector selector : unknown) {
      Bytes body = selector.body();
      out.u8(selector.tsType()).u8(body.get(0)).u16(3 + body.length());
      out.bytes(Bytes.of(body.toArray(), 1, body.length() - 1));
    }
  }
}
