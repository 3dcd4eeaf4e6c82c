package io.culvert.gateway.core.ike.message;

import static io.culvert.gateway.core.ike.message.MessageCodecTest.decoded;
import static io.culvert.gateway.core.ike.message.MessageCodecTest.rejected;
import static io.culvert.gateway.core.ike.message.Messages.INITIATOR;
import static io.culvert.gateway.core.ike.message.Messages.RESPONSE;
import static io.culvert.gateway.core.ike.message.Messages.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.CertPayload;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.EapPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtectedMessageTest {
  private static final int INFORMATIONAL = 37;
  private static final Optional<NotifyPayload> INVALID_SYNTAX =
      Optional.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX));

  private final FakeProtection protection = FakeProtection.likeCbc();

  private Rejected refuse(byte[] datagram) {
    return rejected(MessageCodec.decodeProtected(datagram, protection));
  }

  private void assertSealedInvalidSyntax(byte[] datagram, RejectReason reason) {
    Rejected rejected = refuse(datagram);
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.authenticated()).isTrue();
    assertThat(rejected.reply()).isEqualTo(INVALID_SYNTAX);
  }

  @Test
  void aProtectedMessageIsReadBack() {
    for (FakeProtection shape : List.of(FakeProtection.likeCbc(), FakeProtection.likeGcm())) {
      byte[] datagram = MessageCodec.encodeProtected(Messages.auth(), shape);
      assertThat(decoded(MessageCodec.decodeProtected(datagram, shape))).isEqualTo(Messages.auth());
    }
  }

  @Test
  void anEmptyInformationalIsOnlyPadding() {
    IkeMessage probe = Messages.protectedMessage(ExchangeType.INFORMATIONAL, List.of());
    byte[] datagram = MessageCodec.encodeProtected(probe, protection);

    // Header 28, SK header 4, IV 16, one block, ICV 16.
    assertThat(datagram).hasSize(80);
    assertThat(Bytes.of(datagram, 28, 4)).isEqualTo(Bytes.ofHex("00 00 0034"));
    assertThat(decoded(MessageCodec.decodeProtected(datagram, protection))).isEqualTo(probe);
  }

  @Test
  void everyAlteredOctetFailsTheIntegrityCheckOrAnEarlierOneAndStaysUnanswered() {
    byte[] good = MessageCodec.encodeProtected(Messages.auth(), protection);
    for (int i = 0; i < good.length; i++) {
      byte[] altered = good.clone();
      altered[i] ^= 1;
      Rejected rejected = refuse(altered);
      assertThat(rejected.authenticated()).isFalse();
      // The lowest bit of the version octet is the minor version: altered all the same.
      assertThat(rejected.reply()).isEmpty();
    }
  }

  /** bad-inputs 14, in the plaintext. */
  @Test
  void padLengthBeyondThePlaintextIsInvalidSyntax() {
    byte[] block = new byte[16];
    block[15] = 16;
    assertSealedInvalidSyntax(
        sealed(protection, INFORMATIONAL, INITIATOR, List.of(), 0, block), RejectReason.MALFORMED);
    assertSealedInvalidSyntax(
        sealed(protection, INFORMATIONAL, INITIATOR, List.of(), 0, new byte[0]),
        RejectReason.MALFORMED);
  }

  @Test
  void anyPaddingLongEnoughForThePayloadsIsAccepted() {
    byte[] blocks = new byte[256];
    blocks[3] = 77; // what padding holds means nothing
    blocks[255] = (byte) 255;

    assertThat(
            decoded(
                    MessageCodec.decodeProtected(
                        sealed(protection, INFORMATIONAL, INITIATOR, List.of(), 0, blocks),
                        protection))
                .payloads())
        .isEmpty();
  }

  @Test
  void malformedPayloadsInsideAreInvalidSyntaxToRequestsAndSilenceToResponses() {
    byte[] block = new byte[16];
    block[3] = 3; // a notification of length 3
    block[15] = 0;

    assertSealedInvalidSyntax(
        sealed(protection, INFORMATIONAL, INITIATOR, List.of(), 41, block), RejectReason.MALFORMED);
    Rejected response = refuse(sealed(protection, INFORMATIONAL, RESPONSE, List.of(), 41, block));
    assertThat(response.authenticated()).isTrue();
    assertThat(response.reply()).isEmpty();
  }

  /** bad-inputs 23. */
  @Test
  void aCriticalUnknownPayloadInsideOrOutsideIsAnsweredSealed() {
    UnsupportedPayload critical = new UnsupportedPayload(99, true, Bytes.EMPTY);
    NotifyPayload expected =
        NotifyPayload.of(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, Bytes.ofHex("63"));
    byte[] inside =
        MessageCodec.encodeProtected(
            Messages.protectedMessage(ExchangeType.INFORMATIONAL, List.of(critical)), protection);
    byte[] emptyBlock = new byte[16];
    emptyBlock[15] = 15;
    byte[] outside = sealed(protection, INFORMATIONAL, INITIATOR, List.of(critical), 0, emptyBlock);

    for (byte[] datagram : List.of(inside, outside)) {
      Rejected rejected = refuse(datagram);
      assertThat(rejected.authenticated()).isTrue();
      assertThat(rejected.reply()).contains(expected);
    }
  }

  @Test
  void unknownPayloadsOutsideAreSkippedAndKnownOnesRefused() {
    byte[] emptyBlock = new byte[16];
    emptyBlock[15] = 15;
    byte[] skipped =
        sealed(
            protection,
            INFORMATIONAL,
            INITIATOR,
            List.of(new UnsupportedPayload(99, false, Bytes.EMPTY)),
            0,
            emptyBlock);

    assertThat(decoded(MessageCodec.decodeProtected(skipped, protection)).payloads()).isEmpty();
    assertSealedInvalidSyntax(
        sealed(protection, INFORMATIONAL, INITIATOR, List.of(DeletePayload.ike()), 0, emptyBlock),
        RejectReason.WRONG_PROTECTION);
  }

  @Test
  void anEncryptedPayloadInsideAnotherIsRefused() {
    byte[] block = new byte[16];
    block[3] = 15; // SK of all that is left
    block[15] = 0;
    assertSealedInvalidSyntax(
        sealed(protection, INFORMATIONAL, INITIATOR, List.of(), 46, block),
        RejectReason.WRONG_PROTECTION);
  }

  @Test
  void nothingMayFollowTheEncryptedPayload() {
    byte[] good = MessageCodec.encodeProtected(Messages.auth(), protection);
    byte[] longer = Arrays.copyOf(good, good.length + 4);
    longer[27] = (byte) (longer[27] + 4); // the header counts them, the encrypted payload does not
    longer[longer.length - 1] = 4;

    assertThat(refuse(longer).detail())
        .isEqualTo("message behind its encrypted payload has 4 octets too many");
  }

  @Test
  void anEncryptedIkeSaInitIsRefusedEitherWay() {
    byte[] datagram = sealed(protection, 34, INITIATOR, List.of(), 0, new byte[16]);

    assertThat(refuse(datagram).reason()).isEqualTo(RejectReason.WRONG_PROTECTION);
    datagram[23] = 0; // message ID 0
    assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
        .isEqualTo(RejectReason.WRONG_PROTECTION);
  }

  /** bad-inputs 12. */
  @Test
  void anUnknownExchangeInsideAnIkeSaIsInvalidSyntax() {
    assertSealedInvalidSyntax(
        sealed(protection, 99, INITIATOR, List.of(), 0, new byte[16]),
        RejectReason.UNKNOWN_EXCHANGE);
  }

  /** bad-inputs 15. */
  @Test
  void certificatesEapAndVendorIdsPassWhereTheExchangeAllowsThem() {
    List<Payload> more = new ArrayList<>(Messages.authPayloads());
    more.add(new CertPayload(Bytes.EMPTY));
    more.add(new EapPayload(Bytes.of(new byte[1000])));
    more.add(new VendorIdPayload(Bytes.EMPTY));
    IkeMessage auth = Messages.protectedMessage(ExchangeType.IKE_AUTH, more);

    assertThat(
            decoded(
                MessageCodec.decodeProtected(
                    MessageCodec.encodeProtected(auth, protection), protection)))
        .isEqualTo(auth);
    for (ExchangeType exchange :
        List.of(ExchangeType.CREATE_CHILD_SA, ExchangeType.INFORMATIONAL)) {
      IkeMessage misplaced =
          Messages.protectedMessage(exchange, List.of(new EapPayload(Bytes.EMPTY)));
      assertSealedInvalidSyntax(
          MessageCodec.encodeProtected(misplaced, protection), RejectReason.EXCHANGE_RULES);
    }
  }

  @Test
  void anIkeAuthWithoutIdentityIsRefusedAndOneWithOnlyAnErrorAccepted() {
    IkeMessage withoutId =
        Messages.protectedMessage(ExchangeType.IKE_AUTH, Messages.authPayloads().subList(1, 5));
    assertSealedInvalidSyntax(
        MessageCodec.encodeProtected(withoutId, protection), RejectReason.EXCHANGE_RULES);

    IkeMessage error =
        Messages.auth().responseWith(List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED)));
    assertThat(
            decoded(
                    MessageCodec.decodeProtected(
                        MessageCodec.encodeProtected(error, protection), protection))
                .error())
        .contains(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
  }
}
