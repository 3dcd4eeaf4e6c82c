package io.culvert.gateway.core.ike.payload;

import static io.culvert.gateway.core.ike.payload.PayloadVectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.MalformedException;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.TransformType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCodecTest {
  static final int SA = 33;
  static final int NOTIFY = 41;
  static final int DELETE = 42;
  static final int TS_I = 44;

  static Collection<Map.Entry<Payload, Bytes>> vectors() {
    return PayloadVectors.all().entrySet();
  }

  private static Payload decode(int type, Bytes body) throws MalformedException {
    Bytes chain = new ByteWriter().u8(0).u8(0).u16(4 + body.length()).bytes(body).toBytes();
    return PayloadChain.decode(type, ByteReader.of(chain)).payloads().getFirst();
  }

  private static void assertMalformed(int type, String hex) {
    assertThatThrownBy(() -> decode(type, hex(hex))).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyPayloadReadsAsItsDiagramSays(Map.Entry<Payload, Bytes> vector)
      throws MalformedException {
    assertThat(decode(vector.getKey().type(), vector.getValue())).isEqualTo(vector.getKey());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyPayloadIsWrittenAsItsDiagramSays(Map.Entry<Payload, Bytes> vector) {
    assertThat(vector.getKey().body()).isEqualTo(vector.getValue());
  }

  @Test
  void everyKindOfPayloadHasAVector() {
    Set<Class<?>> seen =
        PayloadVectors.all().keySet().stream().map(Payload::getClass).collect(Collectors.toSet());
    assertThat(seen).isEqualTo(Set.of(Payload.class.getPermittedSubclasses()));
  }

  @Property
  @Domain(PayloadDomain.class)
  void whatIsWrittenIsReadBack(@ForAll List<Payload> payloads) throws MalformedException {
    ByteWriter out = new ByteWriter();
    PayloadChain.encode(payloads, 0, out);

    PayloadChain.Chain chain =
        PayloadChain.decode(PayloadChain.firstType(payloads), new ByteReader(out.toArray()));

    assertThat(chain.payloads()).isEqualTo(payloads);
    assertThat(chain.encrypted()).isEmpty();
  }

  /** bad-inputs 14: every length of a payload that holds structures, one octet short or long. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aPayloadLengthBelowItsHeaderIsMalformed(int length) {
    byte[] chain = {0, 0, 0, (byte) length, 0, 0, 0, 0};

    assertThatThrownBy(() -> PayloadChain.decode(NOTIFY, new ByteReader(chain)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("payload length " + length);
  }

  /** bad-inputs 14. */
  @Test
  void proposalTransformAndAttributeLengthsThatDisagreeAreMalformed() {
    assertMalformed(SA, "00 00 00 07  01 01 00 00"); // a proposal shorter than its header
    assertMalformed(SA, "00 00 00 09  01 01 00 00"); // longer than the payload
    assertMalformed(SA, "00 00 00 08  01 01 04 00"); // an SPI that is not there
    assertMalformed(SA, "00 00 00 08  01 01 00 01"); // a transform that is not there
    assertMalformed(SA, "00 00 00 0c  01 01 00 00  00 00 00 00"); // octets behind the transforms
    assertMalformed(SA, "00 00 00 08  01 01 00 00  00"); // an octet behind the proposals
    assertMalformed(SA, "02 00 00 08  01 01 00 00"); // says one more, there is none
    assertMalformed(SA, "01 00 00 08  01 01 00 00"); // says neither
    // A transform shorter than its header, longer than its proposal, with a wrong end marker.
    assertMalformed(SA, "00 00 00 10  01 01 00 01  00 00 00 07  01 00 00 0c");
    assertMalformed(SA, "00 00 00 10  01 01 00 01  00 00 00 09  01 00 00 0c");
    assertMalformed(SA, "00 00 00 10  01 01 00 01  03 00 00 08  01 00 00 0c");
    // An attribute that ends inside its header, in its value, and one longer than the transform.
    assertMalformed(SA, "00 00 00 12  01 01 00 01  00 00 00 0a  01 00 00 0c  80 0e");
    assertMalformed(SA, "00 00 00 13  01 01 00 01  00 00 00 0b  01 00 00 0c  80 0e 00");
    assertMalformed(SA, "00 00 00 14  01 01 00 01  00 00 00 0c  01 00 00 0c  00 10 ff ff");
    // Two key lengths.
    assertMalformed(
        SA, "00 00 00 18  01 01 00 01  00 00 00 10  01 00 00 0c  80 0e 00 80  80 0e 01 00");
  }

  /** bad-inputs 4: what is missing in a proposal is for the selection to judge. */
  @Test
  void aProposalWithoutTransformsIsAValue() throws MalformedException {
    assertThat(decode(SA, hex("00 00 00 08  01 01 00 00")))
        .isEqualTo(new SaPayload(List.of(new Proposal(1, 1, Bytes.EMPTY, List.of()))));
  }

  /** bad-inputs 4. */
  @Test
  void proposalsAndTransformsAboveTheCapAreMalformed() throws MalformedException {
    assertThat(decode(SA, proposals(64))).isInstanceOf(SaPayload.class);
    assertThatThrownBy(() -> decode(SA, proposals(65))).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> decode(SA, proposals(255))).isInstanceOf(MalformedException.class);
    assertThat(decode(SA, transforms(64))).isInstanceOf(SaPayload.class);
    assertThatThrownBy(() -> decode(SA, transforms(65))).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> decode(SA, transforms(255))).isInstanceOf(MalformedException.class);
  }

  private static Bytes proposals(int count) {
    ByteWriter out = new ByteWriter();
    for (int i = 1; i <= count; i++) {
      out.u8(i == count ? 0 : 2).u8(0).u16(8).u8(i).u8(1).u8(0).u8(0);
    }
    return out.toBytes();
  }

  private static Bytes transforms(int count) {
    ByteWriter out = new ByteWriter();
    out.u8(0).u8(0).u16(8 + 8 * count).u8(1).u8(1).u8(0).u8(count);
    for (int i = 1; i <= count; i++) {
      out.u8(i == count ? 0 : 3).u8(0).u16(8).u8(1).u8(0).u16(i);
    }
    return out.toBytes();
  }

  /** bad-inputs 6. */
  @Test
  void malformedTrafficSelectorsAreRefused() {
    String v4 = "07 00 00 10  00 00 ff ff  0a 00 00 00  0a 00 00 ff";
    assertMalformed(TS_I, "00 00 00 00"); // none
    assertMalformed(TS_I, "00 00 00 00  " + v4); // count 0, one there
    assertMalformed(TS_I, "02 00 00 00  " + v4); // count 2, one there
    assertMalformed(TS_I, "ff 00 00 00  " + v4); // count 255, one there
    assertMalformed(TS_I, "01 00 00 00  07 00 00 10  00 00 ff ff  0a 00 00 01  0a 00 00 00");
    assertMalformed(TS_I, "01 00 00 00  07 06 00 10  00 51 00 50  0a 00 00 00  0a 00 00 ff");
    assertMalformed(TS_I, "01 00 00 00  07 00 00 03"); // length below its header
    assertMalformed(TS_I, "01 00 00 00  07 00 00 0f  00 00 ff ff  0a 00 00 00  0a 00 00");
    assertMalformed(TS_I, "01 00 00 00  07 00 00 11  00 00 ff ff  0a 00 00 00  0a 00 00 ff 00");
    assertMalformed(TS_I, "01 00 00 00  08 00 00 10  00 00 ff ff  0a 00 00 00  0a 00 00 ff");
  }

  /** bad-inputs 6. */
  @Test
  void atMost255TrafficSelectorsAndUnknownTypesAreValues() throws MalformedException {
    ByteWriter out = new ByteWriter().u8(255).zeros(3);
    for (int i = 0; i < 255; i++) {
      out.u8(i < 200 ? 9 : 0).u8(1).u16(4);
    }
    assertThat(((TsPayload) decode(TS_I, out.toBytes())).unknown()).hasSize(255);
  }

  /** bad-inputs 7, what the wire allows: the procedure sees no ESP SPI and refuses. */
  @Test
  void rekeyOfStrangeProtocolsAndSpiSizesIsAValueWithoutEspSpi() throws MalformedException {
    for (int protocol : new int[] {0, 1, 2, 3, 9, 255}) {
      for (int size : new int[] {0, 3, 4, 5, 255}) {
        Bytes body =
            new ByteWriter()
                .u8(protocol)
                .u8(size)
                .u16(NotifyType.REKEY_SA.value())
                .bytes(Bytes.of(new byte[size]))
                .toBytes();
        NotifyPayload notify = (NotifyPayload) decode(NOTIFY, body);
        assertThat(notify.protocol()).isEqualTo(protocol);
        assertThat(notify.spi().length()).isEqualTo(size);
        assertThat(notify.espSpi())
            .isEqualTo(protocol == 3 && size == 4 ? OptionalInt.of(0) : OptionalInt.empty());
      }
    }
    assertMalformed(NOTIFY, "03 ff 40 09  01 02 03 04"); // an SPI longer than the payload
  }

  @Test
  void aDeleteWhoseSizesDoNotFitIsMalformed() {
    assertMalformed(DELETE, "01 08 00 01  00 00 00 00 00 00 00 01"); // IKE has no SPI here
    assertMalformed(DELETE, "03 00 00 01"); // ESP without SPI
    assertMalformed(DELETE, "03 05 00 01  00 00 00 00 00");
    assertMalformed(DELETE, "03 04 00 02  00 00 00 01"); // one SPI missing
    assertMalformed(DELETE, "03 04 00 01  00 00 00 01 00"); // an octet too many
    assertMalformed(DELETE, "09 00 ff ff"); // 65,535 SPIs of nothing
    assertMalformed(DELETE, "09 01 ff ff  00"); // more than the cap
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 257})
  void nonceShorterThan16OrLongerThan256OctetsIsRejected(int length) {
    assertThatThrownBy(() -> decode(40, Bytes.of(new byte[length])))
        .isInstanceOf(MalformedException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoncePayload(Bytes.of(new byte[length])));
  }

  @Test
  void keyExchangeWithoutDataIsMalformed() {
    assertMalformed(34, "00 0e 00 00");
  }

  /** bad-inputs 12: unassigned numbers in every field of every payload are values. */
  @Test
  void everyUnassignedNumberIsAValue() throws MalformedException {
    for (int n = 0; n <= 255; n++) {
      String octet = "%02x".formatted(n);
      assertThat(((IdPayload) decode(35, Bytes.ofHex(octet + "000000"))).idType()).isEqualTo(n);
      assertThat(((AuthPayload) decode(39, Bytes.ofHex(octet + "000000"))).method()).isEqualTo(n);
      assertThat(((KePayload) decode(34, Bytes.ofHex(octet + "ff0000 01"))).method())
          .isEqualTo((n << 8) | 0xff);
      assertThat(((NotifyPayload) decode(NOTIFY, Bytes.ofHex("0000" + octet + "ff"))).notifyType())
          .isEqualTo((n << 8) | 0xff);
      assertThat(((DeletePayload) decode(DELETE, Bytes.ofHex(octet + "000000"))).protocol())
          .isEqualTo(n);
      String transform = "00000008" + octet + "00" + octet + "ff";
      SaPayload sa =
          (SaPayload) decode(SA, Bytes.ofHex("00000010 01" + octet + "0001" + transform));
      assertThat(sa.proposals().getFirst().transforms().getFirst().type()).isEqualTo(n);
      assertThat(sa.proposals().getFirst().protocol()).isEqualTo(n);
    }
  }

  /** bad-inputs 18: identities of every size and content are carried as they came. */
  @Test
  void strangeIdentitiesAreCarriedAsTheyCame() throws MalformedException {
    for (String data : new String[] {"", "00", "610062", "2a2e2a", "c3a9", "1b5b33316d", "0d0a"}) {
      IdPayload id = (IdPayload) decode(35, Bytes.ofHex("02000000" + data));
      assertThat(id.data()).isEqualTo(Bytes.ofHex(data));
      assertThat(id.toString()).contains(data.length() / 2 + " octets");
    }
    Bytes huge = Bytes.of(new byte[65535 - 8]);
    assertThat(((IdPayload) decode(35, new ByteWriter().u32(0).bytes(huge).toBytes())).data())
        .isEqualTo(huge);
  }

  @Test
  void reservedBitsOfAnIdentityAreKeptBecauseAuthSignsThem() throws MalformedException {
    assertThat(decode(35, Bytes.ofHex("02ffffff61")).body()).isEqualTo(Bytes.ofHex("02ffffff61"));
  }

  @Test
  void unknownAttributesStayWithTheirTransform() throws MalformedException {
    SaPayload sa =
        (SaPayload)
            decode(SA, hex("00 00 00 14  01 01 00 01  00 00 00 0c  01 00 00 0c  80 0f 00 01"));

    Transform transform = sa.proposals().getFirst().ofType(TransformType.ENCR).getFirst();
    assertThat(transform.keyLength()).isEmpty();
    assertThat(transform.otherAttributes())
        .containsExactly(new Transform.Attribute(15, true, Bytes.ofHex("0001")));
  }
}
