package io.culvert.gateway.core.ike.message;

import static io.culvert.gateway.core.ike.message.Messages.INITIATOR;
import static io.culvert.gateway.core.ike.message.Messages.SPI_I;
import static io.culvert.gateway.core.ike.message.Messages.SPI_R;
import static io.culvert.gateway.core.ike.message.Messages.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.culvert.gateway.core.ike.payload.DeletePayload;
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
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  static Rejected rejected(DecodeResult result) {
    assertThat(result).isInstanceOf(Rejected.class);
    return (Rejected) result;
  }

  static IkeMessage decoded(DecodeResult result) {
    assertThat(result).isInstanceOf(DecodeResult.Decoded.class);
    return ((DecodeResult.Decoded) result).message();
  }

  @Test
  void aMessageIsWrittenAsTheHeaderDiagramSays() {
    IkeMessage message =
        new IkeMessage(
            SPI_I,
            SPI_R,
            ExchangeType.IKE_SA_INIT,
            false,
            true,
            0,
            List.of(NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN)));

    assertThat(MessageCodec.encodeUnprotected(message))
        .isEqualTo(
            Bytes.ofHex(
                    "1122334455667788" // initiator SPI
                        + "99aabbccddeeff00" // responder SPI
                        + "29 20 22 20" // Notify, version 2.0, IKE_SA_INIT, response
                        + "00000000" // message ID
                        + "00000024" // length 36
                        + "00 00 0008" // no next payload, not critical, length 8
                        + "00 00 000e") // no protocol, no SPI, NO_PROPOSAL_CHOSEN
                .toArray());
  }

  @Test
  void anUnprotectedMessageIsReadBack() {
    IkeMessage message = Messages.saInit();

    assertThat(decoded(MessageCodec.decodeUnprotected(MessageCodec.encodeUnprotected(message))))
        .isEqualTo(message);
  }

  /** bad-inputs 1: types 1 to 32 were IKEv1's and are unknown in IKEv2. */
  @Test
  void payloadsOfIkeVersion1InsideIkev2AreSkippedUnlessCritical() {
    for (int type = 1; type <= 32; type++) {
      byte[] skipped =
          Messages.saInitWith(new UnsupportedPayload(type, false, Bytes.of(new byte[8])));
      byte[] critical =
          Messages.saInitWith(new UnsupportedPayload(type, true, Bytes.of(new byte[8])));

      assertThat(decoded(MessageCodec.decodeUnprotected(skipped)).payloads()).hasSize(5);
      assertThat(rejected(MessageCodec.decodeUnprotected(critical)).reply())
          .contains(
              NotifyPayload.of(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, Bytes.of((byte) type)));
    }
  }

  /** bad-inputs 17 and 23: who sends less than the answer gets none. */
  @Test
  void noAnswerInTheClearIsLargerThanItsRequest() {
    Rejected bare =
        rejected(MessageCodec.decodeUnprotected(raw(0, 0x30, 34, INITIATOR, 0, Bytes.EMPTY)));
    Bytes chain = Messages.chain(List.of(new UnsupportedPayload(99, true, Bytes.EMPTY)), 0);
    Rejected critical =
        rejected(MessageCodec.decodeUnprotected(raw(99, 0x20, 34, INITIATOR, 0, chain)));

    assertThat(bare.reason()).isEqualTo(RejectReason.NEWER_MAJOR_VERSION);
    assertThat(bare.reply()).isEmpty();
    assertThat(critical.reason()).isEqualTo(RejectReason.UNSUPPORTED_CRITICAL_PAYLOAD);
    assertThat(critical.reply()).isEmpty();
  }

  /** bad-inputs 23: RFC 7296 §3.2 has the critical bit ignored on a type we know. */
  @Test
  void theCriticalBitOnAKnownPayloadIsIgnored() {
    byte[] datagram = MessageCodec.encodeUnprotected(Messages.saInit());
    datagram[29] |= (byte) 0x80;

    assertThat(decoded(MessageCodec.decodeUnprotected(datagram))).isEqualTo(Messages.saInit());
  }

  /** bad-inputs 12. */
  @Test
  void unassignedPayloadAndExchangeTypesAreRefusedOrSkippedWithoutHarm() {
    for (int type = 54; type <= 255; type++) {
      byte[] datagram = Messages.saInitWith(new UnsupportedPayload(type, false, Bytes.EMPTY));
      assertThat(decoded(MessageCodec.decodeUnprotected(datagram)).payloads()).hasSize(5);
    }
    for (int exchange = 0; exchange <= 255; exchange++) {
      if (ExchangeType.of(exchange).isEmpty()) {
        byte[] datagram = raw(0, 0x20, exchange, INITIATOR, 0, Bytes.EMPTY);
        assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
            .isEqualTo(RejectReason.UNKNOWN_EXCHANGE);
      }
    }
  }

  /** bad-inputs 15. */
  @Test
  void payloadsNobodyAskedForAreDroppedInAnInitialRequestAndVendorIdsPass() {
    byte[] vendor = Messages.saInitWith(new VendorIdPayload(Bytes.ofHex("00")));
    assertThat(decoded(MessageCodec.decodeUnprotected(vendor)).payloads()).hasSize(5);

    for (int type : new int[] {37, 38, 47, 48}) { // CERT, CERTREQ, CP, EAP
      byte[] datagram =
          raw(type, 0x20, 34, INITIATOR, 0, chainWithFirst(Bytes.ofHex("21 00 0005 04")));
      Rejected rejected = rejected(MessageCodec.decodeUnprotected(datagram));
      assertThat(rejected.reason()).isEqualTo(RejectReason.EXCHANGE_RULES);
      assertThat(rejected.reply()).isEmpty();
    }
  }

  private static Bytes chainWithFirst(Bytes first) {
    Bytes rest = Messages.chain(Messages.saInitPayloads(), 0);
    byte[] both = Arrays.copyOf(first.toArray(), first.length() + rest.length());
    System.arraycopy(rest.toArray(), 0, both, first.length(), rest.length());
    return Bytes.of(both);
  }

  @Test
  void aMissingOrRepeatedPayloadBreaksTheRules() {
    for (int i = 0; i < 3; i++) {
      List<Payload> missing = new ArrayList<>(Messages.saInitPayloads());
      List<Payload> repeated = new ArrayList<>(Messages.saInitPayloads());
      repeated.add(missing.remove(i));
      for (List<Payload> payloads : List.of(missing, repeated)) {
        byte[] datagram =
            raw(payloads.getFirst().type(), 0x20, 34, INITIATOR, 0, Messages.chain(payloads, 0));
        assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
            .isEqualTo(RejectReason.EXCHANGE_RULES);
      }
    }
  }

  @Test
  void anErrorOrCookieStandsInForAFullResponse() {
    for (NotifyType type :
        List.of(NotifyType.COOKIE, NotifyType.INVALID_KE_PAYLOAD, NotifyType.NO_PROPOSAL_CHOSEN)) {
      IkeMessage response = Messages.saInit().responseWith(List.of(NotifyPayload.of(type)));
      assertThat(decoded(MessageCodec.decodeUnprotected(MessageCodec.encodeUnprotected(response))))
          .isEqualTo(response);
    }
    IkeMessage status =
        Messages.saInit().responseWith(List.of(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED)));
    IkeMessage request =
        new IkeMessage(
            SPI_I,
            0,
            ExchangeType.IKE_SA_INIT,
            true,
            false,
            0,
            List.of(NotifyPayload.of(NotifyType.COOKIE)));
    for (IkeMessage partial : List.of(status, request)) {
      assertThat(
              rejected(MessageCodec.decodeUnprotected(MessageCodec.encodeUnprotected(partial)))
                  .reason())
          .isEqualTo(RejectReason.EXCHANGE_RULES);
    }
  }

  @Test
  void protectedExchangesInTheClearAreDropped() {
    for (int exchange : new int[] {35, 36, 37}) {
      Bytes chain = Messages.chain(List.of(DeletePayload.ike()), 0);
      byte[] datagram = raw(42, 0x20, exchange, INITIATOR, 1, chain);
      assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
          .isEqualTo(RejectReason.WRONG_PROTECTION);
      Rejected rejected =
          rejected(MessageCodec.decodeProtected(datagram, FakeProtection.likeCbc()));
      assertThat(rejected.reason()).isEqualTo(RejectReason.WRONG_PROTECTION);
      assertThat(rejected.authenticated()).isFalse();
      assertThat(rejected.reply()).isEmpty();
    }
  }

  /** bad-inputs 21: each payload is at least its header long, so every chain ends. */
  @Test
  void aChainThatNamesItselfForEverEndsAtTheCapOrTheDatagram() {
    byte[] notifies = new byte[60_000];
    for (int i = 0; i < notifies.length; i += 8) {
      notifies[i] = 41; // each says that a notification follows
      notifies[i + 3] = 8;
    }
    byte[] unknown = new byte[60_000];
    for (int i = 0; i < unknown.length; i += 4) {
      unknown[i] = 99;
      unknown[i + 3] = 4;
    }
    for (byte[] datagram :
        List.of(
            raw(41, 0x20, 34, INITIATOR, 0, Bytes.of(notifies)),
            raw(99, 0x20, 34, INITIATOR, 0, Bytes.of(unknown)))) {
      Rejected rejected = rejected(MessageCodec.decodeUnprotected(datagram));
      assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED);
      assertThat(rejected.detail()).isEqualTo("more than 64 payloads");
    }
    Bytes zeroLength = Bytes.ofHex("29 00 0000 29 00 0000");
    assertThat(
            rejected(MessageCodec.decodeUnprotected(raw(41, 0x20, 34, INITIATOR, 0, zeroLength)))
                .detail())
        .isEqualTo("payload length 0");
  }

  @Test
  void octetsBehindTheLastPayloadAreMalformed() {
    Bytes chain = chainWithFirst(Bytes.ofHex("00 00 0004")); // ends at once
    byte[] datagram = raw(43, 0x20, 34, INITIATOR, 0, chain);

    assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
        .isEqualTo(RejectReason.MALFORMED);
  }

  @Test
  void aResponseIsNeverAnswered() {
    IkeHeader response = new IkeHeader(1, 2, 0, 2, 0, 34, false, true, false, 0, 28);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MessageCodec.encodeUnprotectedReply(
                    response, NotifyPayload.of(NotifyType.INVALID_SYNTAX)));
  }
}
