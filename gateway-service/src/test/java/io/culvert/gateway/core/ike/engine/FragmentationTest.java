package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.VendorIdPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in fragments (RFC 7383), from one end to the other. */
class FragmentationTest {
  private static final int TINY = 160;
  // Behind IPv4, UDP and the non-ESP marker.
  static final int TINY_IKE = TINY - 20 - 8 - 4;
  private static final int NEXT_PAYLOAD = 16;
  private static final int EXCHANGE = 18;

  static IkeConfig tiny(IkePolicy policy) {
    return NegotiationTest.config(policy).with(new IkeConfig.Fragmentation(true, TINY));
  }

  private static Lab tinyLab(long seed) {
    IkeConfig tiny = tiny(IkePolicy.standard());
    return new Lab(tiny, tiny, seed);
  }

  static List<IkePolicy> policies() {
    IkePolicy cbc = IkePolicy.standard();
    EncryptionAlgorithm gcm = new EncryptionAlgorithm(EncrId.AES_GCM_16, 256);
    return List.of(cbc, new IkePolicy(List.of(gcm), List.of(), cbc.prfs(), cbc.groups()));
  }

  private static boolean isFragment(Lab.Packet packet) {
    return packet.data().get(NEXT_PAYLOAD) == PayloadType.SKF.value();
  }

  private static boolean isOf(Lab.Packet packet, ExchangeType exchange) {
    return packet.data().get(EXCHANGE) == exchange.value();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyLargeProtectedMessageGoesInFragmentsAndTheTunnelIsMadeAllTheSame(IkePolicy policy) {
    Lab lab = new Lab(tiny(policy), tiny(policy), 1);

    // device                                          gateway
    //   HDR, SA, KE, Ni, N(NAT…), N(FRAG)        ─►
    //                                            ◄─   HDR, SA, KE, Nr, N(NAT…), N(FRAG)
    //   HDR, SKF(1 of n) … HDR, SKF(n of n)      ─►
    //                                            ◄─   HDR, SKF(1 of m) … HDR, SKF(m of m)
    lab.connect(NegotiationTest.with(Lab.profile(), policy, policy.groups().getFirst()));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.trace.subList(0, 2))
        .allSatisfy(p -> assertThat(p.data().length()).isGreaterThan(TINY_IKE));
    assertThat(lab.trace.subList(2, lab.trace.size()))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(p -> assertThat(isFragment(p)).isTrue())
        .allSatisfy(p -> assertThat(p.data().length()).isLessThanOrEqualTo(TINY_IKE));
  }

  @Test
  void aRekeyedIkeSaGoesOnWithFragments() {
    Lab lab = tinyLab(1);
    lab.connect();
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();
    int before = lab.trace.size();

    lab.give(lab.gateway, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.trace.subList(before, lab.trace.size()))
        .hasSizeGreaterThan(2)
        .allSatisfy(p -> assertThat(isFragment(p)).isTrue());
    assertThat(lab.gateway.children).hasSize(2);
    lab.assertChildrenMatch();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(101, 100 + Long.getLong("culvert.seeds", 25));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothEndsAgreeWhateverTheNetworkDoesToTheFragments(long seed) {
    LossyNetworkTest.requireAgreement(tinyLab(seed));
  }

  @Test
  void fragmentsInAnyOrderAndTwiceMakeOneMessage() {
    Lab lab = tinyLab(1);
    // The later it is sent, the earlier it arrives; and everything comes twice.
    lab.network =
        p -> {
          long delay = 1_000_000L * (100 - lab.trace.size());
          return List.of(p.later(delay), p.later(delay));
        };

    lab.connect();
    lab.run(Duration.ofMillis(600));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.gateway.dropped(DropReason.REPEATED_FRAGMENT)).isPositive();
  }

  @Test
  void aRequestIsSentAgainInTheSameFragmentsWhenOneIsLost() {
    Lab lab = tinyLab(1);
    boolean[] lost = {false};
    lab.network =
        p -> {
          boolean second = isOf(p, ExchangeType.IKE_AUTH) && isFragment(p) && !lost[0];
          lost[0] |= second;
          return second ? List.of() : List.of(p);
        };

    lab.connect();
    List<Bytes> first = requests(lab);
    assertThat(lab.gateway.children).isEmpty();
    lab.run(Duration.ofSeconds(2));

    List<Bytes> all = requests(lab);
    assertThat(all).hasSize(2 * first.size());
    assertThat(all.subList(first.size(), all.size())).isEqualTo(first);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
  }

  private static List<Bytes> requests(Lab lab) {
    return lab.trace.stream()
        .filter(p -> p.toGateway() && isOf(p, ExchangeType.IKE_AUTH))
        .map(Lab.Packet::data)
        .toList();
  }

  @Test
  void whoeverDoesNotAnnounceFragmentationGetsNone() {
    IkeConfig tiny = tiny(IkePolicy.standard());
    IkeConfig off = tiny.with(new IkeConfig.Fragmentation(false, TINY));
    for (Lab lab : List.of(new Lab(tiny, off, 1), new Lab(off, tiny, 1), new Lab(off, off, 1))) {
      lab.connect();

      assertThat(lab.trace).hasSize(4);
      lab.assertChildrenMatch();
    }
  }

  @Test
  void fragmentsOfADeviceThatDidNotAnnounceThemAreDropped() {
    Lab lab = new Lab();
    RawFragments fragments = new RawFragments(RawDevice.connected(lab.gateway));
    List<Payload> payloads = List.of(new VendorIdPayload(Bytes.of(new byte[400])));
    List<Bytes> split =
        fragments.split(ExchangeType.INFORMATIONAL, payloads, fragments.device.nextId(), 250);

    assertThat(fragments.send(split)).isEmpty();

    assertThat(lab.gateway.dropped(DropReason.NOT_AUTHENTIC)).isEqualTo(split.size());
    assertThat(fragments.device.request(ExchangeType.INFORMATIONAL, payloads)).isPresent();
  }

  @Test
  void theLimitCountsTheHeaderOfTheAddressFamily() {
    assertThat(longestAnswerTo(Lab.at("198.51.100.7", 500))).isBetween(TINY_IKE - 15, TINY_IKE);
    assertThat(longestAnswerTo(Lab.at("2001:db8::7", 500)))
        .isBetween(TINY_IKE - 20 - 15, TINY_IKE - 20);
  }

  private static int longestAnswerTo(InetSocketAddress address) {
    Lab lab = new Lab(tiny(IkePolicy.standard()), 1);
    RawDevice device = RawFragments.afterInit(lab.gateway, address).device;
    List<Payload> auth = device.authPayloads(device.auth());
    return device.send(device.seal(ExchangeType.IKE_AUTH, auth, 1, false)).stream()
        .mapToInt(Bytes::length)
        .max()
        .orElseThrow();
  }

  @Test
  void theNotificationIsOnlyInAnAnswerToOne() {
    Lab lab = new Lab();
    RawDevice without = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    IkeMessage answer = RawDevice.clear(without.send(without.initRequest()).getFirst());
    assertThat(answer.notification(NotifyType.FRAGMENTATION_SUPPORTED)).isEmpty();

    RawDevice with =
        new RawDevice(lab.gateway, Lab.DEVICE, 6)
            .with(NotifyPayload.of(NotifyType.FRAGMENTATION_SUPPORTED));
    answer = RawDevice.clear(with.send(with.initRequest()).getFirst());
    assertThat(answer.notification(NotifyType.FRAGMENTATION_SUPPORTED))
        .contains(NotifyPayload.of(NotifyType.FRAGMENTATION_SUPPORTED));
  }

  @Test
  void messagesWithinTheLimitAreNotSplit() {
    Lab lab = new Lab();

    lab.connect();

    assertThat(lab.trace).hasSize(4).noneMatch(FragmentationTest::isFragment);
  }
}
