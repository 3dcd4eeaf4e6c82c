package io.culvert.gateway.core.ike.message;

import static io.culvert.gateway.core.ike.message.MessageCodecTest.decoded;
import static io.culvert.gateway.core.ike.message.MessageCodecTest.rejected;
import static io.culvert.gateway.core.ike.message.Messages.INITIATOR;
import static io.culvert.gateway.core.ike.message.Messages.RESPONSE;
import static io.culvert.gateway.core.ike.message.Messages.SPI_I;
import static io.culvert.gateway.core.ike.message.Messages.SPI_R;
import static io.culvert.gateway.core.ike.message.Messages.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderChecksTest {
  @Test
  void theHeaderIsReadFieldByField() {
    byte[] datagram = raw(33, 0x2f, 37, 0xff, 0x80000001, Bytes.EMPTY);

    assertThat(MessageCodec.decodeHeader(datagram))
        .isEqualTo(new IkeHeader(SPI_I, SPI_R, 33, 2, 15, 37, true, true, true, 0x80000001, 28));
  }

  @Test
  void aLengthFieldOtherThanTheDatagramIsDropped() {
    byte[] good = MessageCodec.encodeUnprotected(Messages.saInit());
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[] shorter = Arrays.copyOf(good, good.length - 1);
    byte[] huge = good.clone();
    Arrays.fill(huge, 24, 28, (byte) 0xff);

    for (byte[] datagram : List.of(longer, shorter, huge)) {
      Rejected rejected = rejected(MessageCodec.decodeUnprotected(datagram));
      assertThat(rejected.reason()).isEqualTo(RejectReason.LENGTH_MISMATCH);
      assertThat(rejected.reply()).isEmpty();
    }
  }

  /** bad-inputs 1. */
  @Test
  void ikeVersion1IsDroppedInSilence() {
    for (int version : new int[] {0x10, 0x11, 0x00}) {
      byte[] datagram = raw(1, version, 2, 0, 0, Bytes.of(new byte[60])); // main mode, SA
      Rejected rejected = rejected(MessageCodec.decodeUnprotected(datagram));
      assertThat(rejected.reason()).isEqualTo(RejectReason.OLDER_MAJOR_VERSION);
      assertThat(rejected.reply()).isEmpty();
    }
  }

  /** bad-inputs 23. */
  @Test
  void majorVersion3IsAnsweredInvalidMajorVersionOnlyToRequests() {
    Bytes body = Bytes.of(new byte[60]);
    Rejected request =
        rejected(MessageCodec.decodeUnprotected(raw(33, 0x30, 99, INITIATOR, 7, body)));
    Rejected response =
        rejected(MessageCodec.decodeUnprotected(raw(33, 0x30, 34, RESPONSE, 7, body)));

    assertThat(request.reason()).isEqualTo(RejectReason.NEWER_MAJOR_VERSION);
    assertThat(request.authenticated()).isFalse();
    assertThat(request.reply()).contains(NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION));
    assertThat(response.reply()).isEmpty();
    // RFC 7296 §1.5: version 2, the request's SPIs, exchange type and message ID.
    assertThat(
            MessageCodec.encodeUnprotectedReply(
                request.header().orElseThrow(), request.reply().orElseThrow()))
        .isEqualTo(
            Bytes.ofHex(
                    "1122334455667788 99aabbccddeeff00 29 20 63 20 00000007 00000024"
                        + "00 00 0008 00 00 0005")
                .toArray());
  }

  /** bad-inputs 23. */
  @Test
  void minorVersionAndReservedBitsAreIgnored() {
    byte[] datagram = MessageCodec.encodeUnprotected(Messages.saInit());
    datagram[17] |= 0x0f; // minor version 15
    datagram[19] |= (byte) 0xc7; // reserved flags
    datagram[29] |= 0x7f; // reserved bits beside the critical bit of the SA payload

    assertThat(decoded(MessageCodec.decodeUnprotected(datagram))).isEqualTo(Messages.saInit());
  }

  @Test
  void anInitialHeaderThatCannotBeIsDropped() {
    byte[] good = MessageCodec.encodeUnprotected(Messages.saInit());
    byte[] noSpi = good.clone();
    Arrays.fill(noSpi, 0, 8, (byte) 0);
    byte[] responderSpi = good.clone();
    responderSpi[15] = 1;
    byte[] messageId = good.clone();
    messageId[23] = 1;
    byte[] noFlag = good.clone();
    noFlag[19] = 0;
    byte[] bothFlags = good.clone();
    bothFlags[19] = INITIATOR | RESPONSE;

    for (byte[] datagram : List.of(noSpi, responderSpi, messageId, noFlag, bothFlags)) {
      assertThat(rejected(MessageCodec.decodeUnprotected(datagram)).reason())
          .isEqualTo(RejectReason.BAD_INITIAL_HEADER);
    }
  }
}
