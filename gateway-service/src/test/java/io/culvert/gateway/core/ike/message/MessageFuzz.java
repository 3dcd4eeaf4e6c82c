package io.culvert.gateway.core.ike.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.culvert.gateway.core.ike.payload.PayloadVectors;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes the header and every payload codec, before and after decryption. */
class MessageFuzz {
  private final FakeProtection protection = FakeProtection.likeCbc();

  static Stream<byte[]> seeds() {
    Stream<byte[]> payloads =
        PayloadVectors.all().entrySet().stream()
            .map(
                vector -> {
                  byte[] chain = Messages.chain(List.of(vector.getKey()), 0).toArray();
                  byte[] seed = new byte[1 + chain.length];
                  seed[0] = (byte) vector.getKey().type();
                  System.arraycopy(chain, 0, seed, 1, chain.length);
                  return seed;
                });
    return Stream.concat(
        payloads,
        Stream.of(
            MessageCodec.encodeUnprotected(Messages.saInit()),
            MessageCodec.encodeProtected(Messages.auth(), FakeProtection.likeCbc())));
  }

  @MethodSource("seeds")
  @FuzzTest
  void whateverArrivesDecodingAnswersWithAResult(byte[] octets) {
    inClear(octets);
    MessageCodec.decodeProtected(octets, protection);
    if (MessageCodec.decodeHeader(octets) instanceof IkeHeader header) {
      ClearNotice.read(header, octets);
      FragmentCodec.read(header, octets)
          .ifPresent(fragment -> FragmentCodec.open(fragment, protection));
    }
    if (octets.length > 0) {
      inside(octets[0] & 0xff, Arrays.copyOfRange(octets, 1, octets.length));
    }
  }

  /** What was understood is understood likewise when we say it. */
  private void inClear(byte[] octets) {
    if (MessageCodec.decodeUnprotected(octets) instanceof DecodeResult.Decoded decoded) {
      assertThat(MessageCodec.decodeUnprotected(MessageCodec.encodeUnprotected(decoded.message())))
          .isInstanceOfSatisfying(
              DecodeResult.Decoded.class,
              again -> assertThat(again.message()).isEqualTo(decoded.message()));
    }
  }

  private void inside(int firstType, byte[] chain) {
    int padLength = 15 - chain.length % 16;
    byte[] padded = Arrays.copyOf(chain, chain.length + padLength + 1);
    padded[padded.length - 1] = (byte) padLength;
    if (padded.length > 65_000) {
      return;
    }
    for (ExchangeType exchange : ExchangeType.values()) {
      for (int flags : List.of(Messages.INITIATOR, Messages.INITIATOR | Messages.RESPONSE)) {
        byte[] datagram =
            Messages.sealed(protection, exchange.value(), flags, List.of(), firstType, padded);
        if (MessageCodec.decodeProtected(datagram, protection)
            instanceof DecodeResult.Decoded decoded) {
          byte[] said = MessageCodec.encodeProtected(decoded.message(), protection);
          assertThat(MessageCodec.decodeProtected(said, protection))
              .isInstanceOfSatisfying(
                  DecodeResult.Decoded.class,
                  again -> assertThat(again.message()).isEqualTo(decoded.message()));
        }
      }
    }
    byte[] clear =
        Messages.raw(
            firstType,
            0x20,
            ExchangeType.IKE_SA_INIT.value(),
            Messages.INITIATOR,
            0,
            Bytes.of(chain));
    inClear(clear);
  }
}
