package io.culvert.gateway.core.ike.message;

import static io.culvert.gateway.core.ike.message.MessageCodecTest.decoded;
import static io.culvert.gateway.core.ike.message.MessageCodecTest.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.FragmentNumbers;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadDomain;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class FragmentCodecTest {
  private static final List<FakeProtection> SHAPES =
      List.of(FakeProtection.likeCbc(), FakeProtection.likeGcm());
  private static final int MOST = 120;

  private static SealedFragment read(byte[] datagram) {
    return FragmentCodec.read((IkeHeader) MessageCodec.decodeHeader(datagram), datagram)
        .orElseThrow();
  }

  private static FragmentResult.Opened open(byte[] datagram, FakeProtection in) {
    return (FragmentResult.Opened) FragmentCodec.open(read(datagram), in);
  }

  private static DecodeResult join(List<byte[]> datagrams, FakeProtection in) {
    return FragmentCodec.join(datagrams.stream().map(d -> open(d, in)).toList());
  }

  /** Whatever is done with a datagram, as a receiver would. */
  private static Optional<FragmentResult> receive(byte[] datagram, FakeProtection in) {
    return MessageCodec.decodeHeader(datagram) instanceof IkeHeader header
        ? FragmentCodec.read(header, datagram).map(f -> FragmentCodec.open(f, in))
        : Optional.empty();
  }

  @Test
  void aFragmentIsWrittenAsTheDiagramSays() {
    FakeProtection gcm = FakeProtection.likeGcm();
    // Room for 120 - 28 - 8 - 8 - 16 = 60 octets, one of them the pad length.
    List<byte[]> datagrams = FragmentCodec.encode(Messages.auth(), gcm, MOST);

    assertThat(datagrams).hasSize(3);
    assertThat(Bytes.of(datagrams.getFirst(), 0, 36))
        .isEqualTo(
            Bytes.ofHex(
                "1122334455667788" // initiator SPI
                    + "99aabbccddeeff00" // responder SPI
                    + "35 20 23 08" // SKF, version 2.0, IKE_AUTH, initiator
                    + "00000001" // message ID
                    + "00000078" // length 120
                    + "23 00 005c" // IDi comes first inside, not critical, length 92
                    + "0001 0003")); // fragment 1 of 3
    assertThat(Bytes.of(datagrams.get(1), 28, 8)).isEqualTo(Bytes.ofHex("00 00 005c 0002 0003"));
    assertThat(Bytes.of(datagrams.get(2), 28, 2)).isEqualTo(Bytes.ofHex("00 00"));
    assertThat(Bytes.of(datagrams.get(2), 32, 4)).isEqualTo(Bytes.ofHex("0003 0003"));
  }

  @Test
  void aMessageThatFitsGoesInAnSkPayload() {
    for (FakeProtection shape : SHAPES) {
      byte[] whole = MessageCodec.encodeProtected(Messages.auth(), shape);

      List<byte[]> datagrams = FragmentCodec.encode(Messages.auth(), shape, whole.length);

      assertThat(datagrams).hasSize(1);
      assertThat(datagrams.getFirst()).isEqualTo(whole);
      assertThat(FragmentCodec.encode(Messages.auth(), shape, whole.length - 1)).hasSize(2);
    }
  }

  @Property(tries = 200)
  @Domain(PayloadDomain.class)
  @Domain(DomainContext.Global.class)
  void fragmentsKeepTheLimitAndJoinToTheMessage(
      @ForAll List<Payload> payloads, @ForAll @IntRange(min = 100, max = 1300) int most) {
    for (FakeProtection shape : SHAPES) {
      IkeMessage message = Messages.protectedMessage(ExchangeType.INFORMATIONAL, payloads);
      byte[] whole = MessageCodec.encodeProtected(message, shape);
      List<byte[]> datagrams = FragmentCodec.encode(message, shape, most);

      assertThat(datagrams).allSatisfy(d -> assertThat(d.length).isLessThanOrEqualTo(most));
      if (datagrams.size() > 1) {
        assertSame(join(datagrams, shape), MessageCodec.decodeProtected(whole, shape));
      }
    }
  }

  private static void assertSame(DecodeResult joined, DecodeResult whole) {
    switch (whole) {
      case DecodeResult.Decoded decoded -> assertThat(joined).isEqualTo(decoded);
      case Rejected refused -> {
        assertThat(rejected(joined).reason()).isEqualTo(refused.reason());
        assertThat(rejected(joined).reply()).isEqualTo(refused.reply());
      }
    }
  }

  @Test
  void aFragmentIsNoMessageToWhoeverDoesNotExpectFragments() {
    for (FakeProtection shape : SHAPES) {
      byte[] fragment = FragmentCodec.encode(Messages.auth(), shape, MOST).getFirst();

      Rejected refused = rejected(MessageCodec.decodeProtected(fragment, shape));

      assertThat(refused.reason()).isEqualTo(RejectReason.WRONG_PROTECTION);
      assertThat(refused.reply()).isEmpty();
    }
  }

  @Test
  void everyAlteredOctetIsNoticedTheNumbersIncluded() {
    for (FakeProtection shape : SHAPES) {
      for (byte[] good : FragmentCodec.encode(Messages.auth(), shape, MOST)) {
        for (int bit = 0; bit < good.length * 8; bit++) {
          byte[] altered = good.clone();
          altered[bit / 8] ^= (byte) (1 << bit % 8);
          receive(altered, shape)
              .ifPresent(result -> assertThat(((Rejected) result).authenticated()).isFalse());
        }
      }
    }
  }

  @Property(tries = 300)
  void fragmentsCutAndFlippedAnywhereNeverThrow(@ForAll long seed) {
    Random random = new Random(seed);
    FakeProtection cbc = FakeProtection.likeCbc();
    for (byte[] good : FragmentCodec.encode(Messages.auth(), cbc, MOST)) {
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      if (cut.length >= IkeHeader.LENGTH) {
        cut[26] = 0;
        cut[27] = (byte) cut.length; // so that it gets past the header
      }
      for (int flips = random.nextInt(4); flips > 0 && cut.length > 0; flips--) {
        cut[random.nextInt(cut.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertThat(receive(cut, cbc).filter(FragmentResult.Opened.class::isInstance)).isEmpty();
    }
  }

  @Test
  void piecesOfSealedNonsenseMakeAnInvalidMessage() {
    FakeProtection cbc = FakeProtection.likeCbc();
    List<byte[]> datagrams = new ArrayList<>(FragmentCodec.encode(Messages.auth(), cbc, MOST));
    FragmentResult.Opened first = open(datagrams.getFirst(), cbc);
    FragmentResult.Opened badPadding =
        new FragmentResult.Opened(
            first.header(), new FragmentNumbers(2, 2), 0, Bytes.ofHex("01 02 03 04"));

    assertThat(rejected(FragmentCodec.join(List.of(first, badPadding))).reason())
        .isEqualTo(RejectReason.MALFORMED);
    datagrams.removeLast();
    assertThat(rejected(join(datagrams, cbc)).reason()).isEqualTo(RejectReason.MALFORMED);
  }

  @Test
  void aFragmentInsideAnEncryptedPayloadIsRefused() {
    FakeProtection cbc = FakeProtection.likeCbc();
    byte[] block = new byte[16];
    block[3] = 15; // an SKF payload of all that is left
    byte[] datagram =
        Messages.sealed(
            cbc, ExchangeType.INFORMATIONAL.value(), Messages.INITIATOR, List.of(), 53, block);

    Rejected refused = rejected(MessageCodec.decodeProtected(datagram, cbc));

    assertThat(refused.reason()).isEqualTo(RejectReason.WRONG_PROTECTION);
    assertThat(refused.authenticated()).isTrue();
  }

  @Test
  void anIkeSaInitInAFragmentIsRefused() {
    byte[] datagram =
        Messages.raw(
            53, 0x20, 34, Messages.INITIATOR, 0, Bytes.ofHex("21 00 000c 0001 0001 00000000"));

    assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
        .isEqualTo(RejectReason.WRONG_PROTECTION);
  }

  @Test
  void messagesThatAreNoFragmentsAreReadAsNone() {
    byte[] whole = MessageCodec.encodeProtected(Messages.auth(), FakeProtection.likeCbc());
    byte[] tooShort =
        Messages.raw(53, 0x20, 35, Messages.INITIATOR, 1, Bytes.ofHex("00 00 0007 0001 00"));
    byte[] inClear = Messages.saInitWith(new UnsupportedPayload(200, false, Bytes.of(new byte[4])));

    for (byte[] datagram : List.of(whole, tooShort, inClear)) {
      assertThat(FragmentCodec.read((IkeHeader) MessageCodec.decodeHeader(datagram), datagram))
          .isEmpty();
    }
    assertThat(decoded(MessageCodec.decodeProtected(whole, FakeProtection.likeCbc())))
        .isEqualTo(Messages.auth());
  }
}
