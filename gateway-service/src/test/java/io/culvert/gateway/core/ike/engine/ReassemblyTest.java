package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fragments that arrive (RFC 7383 §2.6): twice, split otherwise, beside the whole, or never all.
 */
class ReassemblyTest {
  @Test
  void anAnsweredRequestIsAnsweredAgainUponItsFirstFragmentOnly() {
    Lab lab = new Lab(FragmentationTest.tiny(IkePolicy.standard()), 1);
    RawFragments fragments = RawFragments.connected(lab.gateway);
    RawDevice device = fragments.device;
    List<Bytes> request =
        fragments.split(
            ExchangeType.CREATE_CHILD_SA,
            device.createChild(),
            device.nextId(),
            FragmentationTest.TINY_IKE);
    List<Bytes> answer = fragments.send(request);
    assertThat(answer).hasSizeGreaterThan(1);
    assertThat(fragments.join(answer).first(SaPayload.class)).isPresent();

    assertThat(device.send(request.getFirst())).isEqualTo(answer);
    for (Bytes later : request.subList(1, request.size())) {
      assertThat(device.send(later)).isEmpty();
    }

    assertThat(lab.gateway.dropped(DropReason.REPEATED_FRAGMENT)).isEqualTo(request.size() - 1);
    assertThat(lab.gateway.children).hasSize(2);
  }

  @Test
  void anAnsweredRequestMayComeAgainInOtherFragments() {
    Lab lab = new Lab(FragmentationTest.tiny(IkePolicy.standard()), 1);
    RawFragments fragments = RawFragments.connected(lab.gateway);
    RawDevice device = fragments.device;
    int id = device.nextId();
    List<Payload> payloads = device.createChild();
    List<Bytes> answer =
        fragments.send(fragments.split(ExchangeType.CREATE_CHILD_SA, payloads, id, 200));

    List<Bytes> finer =
        fragments.split(ExchangeType.CREATE_CHILD_SA, payloads, id, FragmentationTest.TINY_IKE);
    assertThat(fragments.send(finer)).isEqualTo(answer);
    byte[] forged = finer.getFirst().toArray();
    forged[forged.length - 1] ^= 1;
    assertThat(device.send(Bytes.of(forged))).isEmpty();

    assertThat(lab.gateway.children).hasSize(2);
    assertThat(lab.gateway.dropped(DropReason.NOT_AUTHENTIC)).isEqualTo(1);
  }

  @Test
  void aFinerSplitReplacesWhatHasArrivedOfACoarserOne() {
    Lab lab = new Lab();
    RawFragments fragments = RawFragments.connected(lab.gateway);
    List<Payload> payloads = List.of(new VendorIdPayload(Bytes.of(new byte[700])));
    int id = fragments.device.nextId();
    List<Bytes> coarse = fragments.split(ExchangeType.INFORMATIONAL, payloads, id, 500);
    List<Bytes> fine = fragments.split(ExchangeType.INFORMATIONAL, payloads, id, 200);

    assertThat(fragments.send(coarse.subList(1, coarse.size()))).isEmpty();
    assertThat(fragments.send(fine.subList(1, fine.size()))).isEmpty();
    assertThat(fragments.send(coarse)).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.BAD_FRAGMENT)).isEqualTo(coarse.size());

    assertThat(fragments.device.send(fine.getFirst())).hasSize(1);
  }

  @Test
  void aWholeMessageIsTakenWhileItsFragmentsAreIncomplete() {
    Lab lab = new Lab();
    RawFragments fragments = RawFragments.connected(lab.gateway);
    RawDevice device = fragments.device;
    List<Payload> payloads = List.of(new VendorIdPayload(Bytes.of(new byte[400])));
    fragments.send(
        fragments.split(ExchangeType.INFORMATIONAL, payloads, device.nextId(), 200).subList(0, 2));

    assertThat(device.request(ExchangeType.INFORMATIONAL, payloads)).isPresent();

    // And of the next message they are no part.
    List<Bytes> next = fragments.split(ExchangeType.INFORMATIONAL, payloads, device.nextId(), 200);
    assertThat(fragments.send(next.subList(2, next.size()))).isEmpty();
    assertThat(fragments.send(next.subList(0, 2))).hasSize(1);
  }

  @Test
  void fragmentsThatWaitInVainAreForgottenAfterThirtySeconds() {
    Lab lab = new Lab();
    RawFragments fragments = RawFragments.connected(lab.gateway);
    RawDevice device = fragments.device;
    List<Bytes> request =
        fragments.split(
            ExchangeType.INFORMATIONAL,
            List.of(new VendorIdPayload(Bytes.of(new byte[350]))),
            device.nextId(),
            300);
    assertThat(request).hasSize(2);

    device.send(request.getFirst());
    device.now = Duration.ofSeconds(31).toNanos();
    lab.now = device.now;
    lab.give(lab.gateway, new Input.Tick());
    assertThat(device.send(request.getLast())).isEmpty();

    assertThat(device.send(request.getFirst())).hasSize(1);
  }
}
