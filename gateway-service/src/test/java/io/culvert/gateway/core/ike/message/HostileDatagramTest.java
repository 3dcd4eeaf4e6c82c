package io.culvert.gateway.core.ike.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadDomain;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Whatever arrives, decoding answers with a result: it neither throws nor hangs. */
class HostileDatagramTest {
  private final FakeProtection protection = FakeProtection.likeCbc();

  private void survive(byte[] datagram) {
    for (DecodeResult result :
        List.of(
            MessageCodec.decodeUnprotected(datagram),
            MessageCodec.decodeProtected(datagram, protection))) {
      if (result instanceof Rejected rejected && rejected.reply().isPresent()) {
        assertThat(rejected.header().orElseThrow().response()).isFalse();
      }
    }
  }

  /**
   * A sealed message of exactly these payload octets, so that the harm passes the integrity check.
   */
  private void surviveInside(int firstType, byte[] chain) {
    int padLength = 15 - chain.length % 16;
    byte[] padded = Arrays.copyOf(chain, chain.length + padLength + 1);
    padded[padded.length - 1] = (byte) padLength;
    for (ExchangeType exchange : ExchangeType.values()) {
      survive(
          Messages.sealed(
              protection, exchange.value(), Messages.INITIATOR, List.of(), firstType, padded));
    }
  }

  @Property(tries = 200)
  @Domain(PayloadDomain.class)
  void messagesCutAtEachOctetSurvive(@ForAll List<Payload> payloads) {
    byte[] chain = Messages.chain(payloads, 0).toArray();
    int first = payloads.isEmpty() ? 0 : payloads.getFirst().type();
    int step = Math.max(1, chain.length / 200);
    for (int length = 0; length < chain.length; length += step) {
      byte[] cut = Arrays.copyOf(chain, length);
      survive(Messages.raw(first, 0x20, 34, Messages.INITIATOR, 0, Bytes.of(cut)));
    }
    surviveInside(first, Arrays.copyOf(chain, chain.length / 2));
  }

  @Property(tries = 300)
  @Domain(PayloadDomain.class)
  @Domain(DomainContext.Global.class)
  void messagesWithFlippedBitsSurvive(@ForAll List<Payload> payloads, @ForAll long seed) {
    Random random = new Random(seed);
    int first = payloads.isEmpty() ? 0 : payloads.getFirst().type();
    byte[] chain = Messages.chain(payloads, 0).toArray();
    for (int round = 0; round < 8 && chain.length > 0; round++) {
      chain[random.nextInt(chain.length)] ^= (byte) (1 << random.nextInt(8));
      survive(Messages.raw(first, 0x20, 34, Messages.INITIATOR, 0, Bytes.of(chain)));
      surviveInside(first, chain);
    }
  }

  @Property(tries = 2000)
  void noiseSurvives(@ForAll @Size(max = 400) byte[] noise) {
    survive(noise);
    surviveInside(noise.length == 0 ? 0 : noise[0] & 0xff, noise);
  }

  @Property(tries = 50)
  void everyBitOfAGoodMessageMayFlip(@ForAll boolean inSealed) {
    byte[] good =
        inSealed
            ? MessageCodec.encodeProtected(Messages.auth(), protection)
            : MessageCodec.encodeUnprotected(Messages.saInit());
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      survive(flipped);
    }
    for (int length = 0; length < good.length; length++) {
      survive(Arrays.copyOf(good, length));
    }
  }
}
