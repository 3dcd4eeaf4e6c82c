package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PayloadType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes payloads that come encrypted and authentic, through a live IKE SA. */
class InnerPayloadsFuzz {
  /** Before it is time for a rekey. */
  private static final long LONG = Duration.ofHours(1).toNanos();

  /** One for many runs: what they leave in it must not harm the next either. */
  private static Siege siege = new Siege(IkePolicy.extended());

  /** Behind the right proof, in a message of its own, and in those of a connected device. */
  private static final List<BadInput.Place> PLACES =
      List.of(
          BadInput.Place.AUTH,
          BadInput.Place.CHILD,
          BadInput.Place.INFORMATIONAL,
          BadInput.Place.AUTH);

  static Stream<byte[]> seeds() {
    Siege other = new Siege(IkePolicy.extended());
    return Stream.of(
            BadFormats.flags(),
            BadContents.rekeys(),
            BadContents.selectors(),
            BadProposals.incomplete(),
            BadKeyExchanges.lengths())
        .flatMap(List::stream)
        .filter(input -> input.place() != BadInput.Place.INIT)
        .map(
            input -> {
              RawChain chain = input.payloads().apply(other.insider());
              return new ByteWriter()
                  .u8(PLACES.indexOf(input.place()))
                  .u8(chain.firstType())
                  .bytes(chain.octets())
                  .toArray();
            })
        .filter(seed -> seed.length < 2_000);
  }

  @MethodSource("seeds")
  @FuzzTest
  void everyAuthenticRequestIsAnsweredAndHarmsNobody(byte[] octets) {
    if (octets.length < 2 || octets.length > 60_000) {
      return;
    }
    if (siege.lab.now > LONG) {
      siege = new Siege(IkePolicy.extended());
    }
    int choice = (octets[0] & 0xff) % PLACES.size();
    RawChain chain = new RawChain(octets[1] & 0xff, Bytes.of(octets, 2, octets.length - 2));

    assertThat(
            siege.tell(PLACES.get(choice), device -> choice == 0 ? proven(device, chain) : chain))
        .isPresent();
    assertThat(siege.lab.gateway.engine.nextDeadline()).isGreaterThan(siege.lab.now);
    siege.goOn();
  }

  /** IDi and AUTH in front. */
  private static RawChain proven(RawDevice device, RawChain rest) {
    Bytes proof = Bytes.of(RawSeal.chain(List.of(device.id(), device.auth())));
    byte[] octets = new ByteWriter().bytes(proof).bytes(rest.octets()).toArray();
    octets[octets[3] + ((octets[2] & 0xff) << 8)] = (byte) rest.firstType();
    return new RawChain(PayloadType.ID_I.value(), Bytes.of(octets));
  }
}
