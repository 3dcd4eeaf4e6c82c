package io.culvert.gateway.core.ike.payload;

import static io.culvert.gateway.core.wire.TransformType.ENCR;
import static io.culvert.gateway.core.wire.TransformType.ESN;
import static io.culvert.gateway.core.wire.TransformType.INTEG;
import static io.culvert.gateway.core.wire.TransformType.KE;
import static io.culvert.gateway.core.wire.TransformType.PRF;

import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Payload bodies written out by hand from the diagrams of RFC 7296 §3, and what they say. */
public final class PayloadVectors {
  private static final Map<Payload, Bytes> VECTORS = new LinkedHashMap<>();

  static {
    add(
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
        """
        00 00 00 2c  01 01 00 04    last, length 44; number 1, IKE, no SPI, 4 transforms
        03 00 00 0c  01 00 00 0c    more, length 12; ENCR, AES-CBC
        80 0e 01 00                 Key Length, short form: 256
        03 00 00 08  02 00 00 05    more, length 8; PRF, HMAC-SHA2-256
        03 00 00 08  03 00 00 0c    more, length 8; INTEG, HMAC-SHA2-256-128
        00 00 00 08  04 00 00 0e    last, length 8; group 14
        """);
    add(
        new SaPayload(
            List.of(
                new Proposal(
                    1,
                    3,
                    Bytes.ofInt(0xc0ffee01),
                    List.of(Transform.of(ENCR, 20, 128), Transform.of(ESN, 0))),
                new Proposal(
                    2,
                    3,
                    Bytes.ofInt(0xc0ffee02),
                    List.of(
                        new Transform(
                            1,
                            12,
                            OptionalInt.of(128),
                            List.of(
                                new Transform.Attribute(15, true, Bytes.ofHex("0102")),
                                new Transform.Attribute(16, false, Bytes.ofHex("030405")))))))),
        """
        02 00 00 20  01 03 04 02    more, length 32; number 1, ESP, SPI of 4, 2 transforms
        c0 ff ee 01
        03 00 00 0c  01 00 00 14    ENCR, AES-GCM-16
        80 0e 00 80                 Key Length 128
        00 00 00 08  05 00 00 00    ESN, none
        00 00 00 23  02 03 04 01    last, length 35; number 2, ESP, SPI of 4, 1 transform
        c0 ff ee 02
        00 00 00 17  01 00 00 0c    last, length 23; ENCR, AES-CBC
        80 0e 00 80                 Key Length 128
        80 0f 01 02                 attribute 15, short form
        00 10 00 03  03 04 05       attribute 16, long form, 3 octets
        """);
    add(
        new KePayload(31, Bytes.ofHex("aabbccdd")),
        """
        00 1f 00 00                 group 31, reserved
        aa bb cc dd                 public value
        """);
    add(
        new IdPayload(true, 2, Bytes.of("r1.example".getBytes(StandardCharsets.US_ASCII))),
        """
        02 00 00 00                 FQDN, reserved
        72 31 2e 65 78 61 6d 70 6c 65
        """);
    add(
        new IdPayload(false, 1, 0x010203, Bytes.ofHex("c0000201")),
        """
        01 01 02 03                 IPv4 address, reserved bits that are set
        c0 00 02 01                 192.0.2.1
        """);
    add(new CertPayload(Bytes.ofHex("04 3082")), "04 30 82          X.509 signature, data");
    add(new CertReqPayload(Bytes.ofHex("04 abcd")), "04 ab cd       X.509 signature, authority");
    add(
        new AuthPayload(2, Bytes.ofHex("00112233")),
        """
        02 00 00 00                 shared key MIC, reserved
        00 11 22 33
        """);
    add(
        new NoncePayload(Bytes.ofHex("000102030405060708090a0b0c0d0e0f")),
        "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f    the nonce and nothing else");
    add(
        new NotifyPayload(0, Bytes.EMPTY, 16390, Bytes.ofHex("c00c1e")),
        """
        00 00 40 06                 no protocol, no SPI, COOKIE
        c0 0c 1e
        """);
    add(
        new NotifyPayload(3, Bytes.ofInt(0x01020304), 16393, Bytes.EMPTY),
        """
        03 04 40 09                 ESP, SPI of 4, REKEY_SA
        01 02 03 04
        """);
    add(DeletePayload.ike(), "01 00 00 00                 IKE, no SPI, count 0");
    add(
        new DeletePayload(3, List.of(Bytes.ofInt(0x11121314), Bytes.ofInt(0x21222324))),
        """
        03 04 00 02                 ESP, SPIs of 4, count 2
        11 12 13 14  21 22 23 24
        """);
    add(new VendorIdPayload(Bytes.ofHex("deadbeef")), "de ad be ef");
    add(
        new TsPayload(
            true,
            List.of(
                new TrafficSelector(
                    6,
                    80,
                    443,
                    InetAddress.ofLiteral("10.0.0.0"),
                    InetAddress.ofLiteral("10.0.0.255")),
                TrafficSelector.any6()),
            List.of(new TsPayload.UnknownSelector(9, Bytes.ofHex("07 aabb")))),
        """
        03 00 00 00                 3 selectors, reserved
        07 06 00 10  00 50 01 bb    IPv4, TCP, length 16; ports 80 to 443
        0a 00 00 00  0a 00 00 ff    10.0.0.0 to 10.0.0.255
        08 00 00 28  00 00 ff ff    IPv6, any protocol, length 40; all ports
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff
        09 07 00 06  aa bb          type 9, which we do not know, length 6
        """);
    add(
        new TsPayload(false, List.of(TrafficSelector.any4())),
        """
        01 00 00 00                 1 selector, reserved
        07 00 00 10  00 00 ff ff    IPv4, any protocol, length 16; all ports
        00 00 00 00  ff ff ff ff
        """);
    add(new ConfigPayload(Bytes.ofHex("01000000")), "01 00 00 00    CFG_REQUEST, no attribute");
    add(new EapPayload(Bytes.ofHex("01020004")), "01 02 00 04       EAP request");
    add(new UnsupportedPayload(200, false, Bytes.ofHex("0102")), "01 02");
  }

  private PayloadVectors() {}

  /** Every payload here with its body. */
  public static Map<Payload, Bytes> all() {
    return VECTORS;
  }

  /** The octets in a text whose lines are hex digits, then blanks and a comment. */
  public static Bytes hex(String commented) {
    StringBuilder digits = new StringBuilder();
    for (String line : commented.lines().toList()) {
      String octets = line.replaceFirst("^((?:\\s{0,2}[0-9a-f]{2}(?![0-9A-Za-z]))*).*$", "$1");
      digits.append(octets);
    }
    return Bytes.ofHex(digits.toString());
  }

  private static void add(Payload payload, String hex) {
    VECTORS.put(payload, hex(hex));
  }
}
