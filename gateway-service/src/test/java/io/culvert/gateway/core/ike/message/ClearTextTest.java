package io.culvert.gateway.core.ike.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What IKE_AUTH signs of an IKE_INTERMEDIATE (RFC 9242 §3.3.2). */
class ClearTextTest {
  private static final IkeMessage MESSAGE =
      new IkeMessage(
          0x1122334455667788L,
          0x99aabbccddeeff00L,
          ExchangeType.IKE_INTERMEDIATE,
          true,
          false,
          1,
          List.of(new KePayload(36, Bytes.ofHex("a1a2a3"))));

  private static final Bytes SIGNED =
      Bytes.ofHex(
          "1122334455667788" // initiator SPI
              + "99aabbccddeeff00" // responder SPI
              + "2e 20 2b 08" // SK, version 2.0, IKE_INTERMEDIATE, initiator
              + "00000001" // message ID
              + "0000002b" // 28 + 4 + 11, without IV, padding and ICV
              + "22 00 000f" // KE comes first inside, 4 + 11
              + "00 00 000b 0024 0000 a1a2a3");

  @Test
  void senderSignsHeadersWithoutIvPaddingAndIcv() {
    assertThat(MessageCodec.inClear(MESSAGE)).isEqualTo(SIGNED);
  }

  @Test
  void receiverSignsTheSameWhateverProtectedTheMessage() {
    for (FakeProtection shape : List.of(FakeProtection.likeCbc(), FakeProtection.likeGcm())) {
      byte[] datagram = MessageCodec.encodeProtected(MESSAGE, shape);
      DecodeResult result = MessageCodec.decodeProtected(datagram, shape);
      assertThat(result).isEqualTo(new DecodeResult.Decoded(MESSAGE, SIGNED));
    }
  }

  @Test
  void nothingIsSignedOfAMessageThatCameInTheClear() {
    byte[] datagram = MessageCodec.encodeUnprotected(Messages.saInit());
    assertThat(MessageCodec.decodeUnprotected(datagram))
        .isEqualTo(new DecodeResult.Decoded(Messages.saInit(), Bytes.EMPTY));
  }
}
