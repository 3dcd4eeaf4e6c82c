package io.culvert.gateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Input.Accepted;
import io.culvert.gateway.core.ike.engine.Input.Refused;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.task.AuthContext;
import io.culvert.gateway.core.ike.task.AuthRequest;
import io.culvert.gateway.core.ike.task.AuthResponder;
import io.culvert.gateway.core.ike.task.ChildContext;
import io.culvert.gateway.core.ike.task.ChildTerms;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Ppk;
import io.culvert.gateway.core.ike.task.SpiSource;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A prober learns from the time of a refusal nothing about which identities exist.
 *
 * <p>Time is measured twice over. The HMACs that a refusal costs are counted, which is exact and
 * the same on every machine. Of the clock only a gross difference is a failure: with tries of both
 * kinds in random order, the chance that one of a known identity takes longer than one of an
 * unknown (the statistic of Mann and Whitney over all pairs) is one half where nothing
 * distinguishes them. Load moves both kinds alike, whereas one key opened for the one and not for
 * the other would bring it close to 0 or 1.
 */
class IdentityTimingTest {
  private static final Identity KNOWN = fqdn("branch.example.com");
  private static final Identity UNKNOWN = fqdn("nobody.example.com");
  private static final InetAddress REMOTE = InetAddress.ofLiteral("192.0.2.200");
  private static final ChildTerms TERMS =
      ChildTerms.gateway(EspPolicy.of(EncryptionCipher.AES256_GCM));
  private static final Random RANDOM = new Random(4);

  private final AuthResponder responder = responder();

  private static Identity fqdn(String name) {
    return new Identity(SourceIdentity.Kind.FQDN, name);
  }

  private static PolicyDesk desk(Tunnels tunnel) {
    PskOpener psks = new PskOpener(Tunnels.POP, Tunnels.KEY);
    TunnelDirectory directory = new TunnelDirectory(Tunnels.POP, psks);
    directory.apply(tunnel.build());
    return new PolicyDesk(Tunnels.POP, directory, Ppks.NONE);
  }

  private static AuthResponder responder() {
    IkeSuite suite =
        new IkeSuite(
            new EncryptionAlgorithm(EncrId.AES_CBC, 256),
            Optional.of(IntegId.HMAC_SHA2_256_128),
            PrfId.HMAC_SHA2_256,
            KeMethod.MODP_2048);
    Bytes nonce = Bytes.of(random(32));
    IkeKeys keys =
        IkeKeys.first(suite, Secret.copyOf(random(256)), new IkeKeys.Exchange(nonce, nonce, 1, 2));
    Prf prf = Prf.of(suite.prf());
    SpiSource spis =
        new SpiSource() {
          @Override
          public long newIkeSpi() {
            return 1;
          }

          @Override
          public int newChildSpi() {
            return 4711;
          }
        };
    return new AuthResponder(
        new AuthContext(
            prf, keys, Bytes.of(random(500)), Bytes.of(random(500)), nonce, nonce, Bytes.EMPTY),
        true,
        new ChildContext(prf, keys.d(), spis, RANDOM::nextBytes),
        List.of(),
        InetAddress.ofLiteral("192.0.2.1"));
  }

  private static AuthRequest request(Identity identity, Payload... more) {
    List<Payload> payloads = new ArrayList<>(List.of(more));
    payloads.add(identity.payload(true));
    payloads.add(new AuthPayload(AuthMethod.SHARED_KEY.value(), Bytes.of(random(32))));
    return AuthRequest.read(new PayloadList(payloads)).orElseThrow();
  }

  private static byte[] random(int length) {
    byte[] octets = new byte[length];
    RANDOM.nextBytes(octets);
    return octets;
  }

  /** All that depends on the identity, from its reading to the comparison of the proof. */
  private void refuse(PolicyDesk desk, Identity identity) {
    AuthRequest request = request(identity);
    switch (desk.decide(identity, REMOTE)) {
      case Accepted accepted ->
          assertThat(responder.answer(request, accepted.policy(), TERMS)).isEmpty();
      case Refused _ -> responder.refuse(request);
    }
  }

  @Test
  void everyRefusalCostsTheSameHmacsOverTheSameOctets() {
    Tunnels tunnel = Tunnels.standard();
    try (CountingMacs macs = CountingMacs.begin()) {
      CountingMacs.Work unknown = cost(macs, desk(tunnel), UNKNOWN);

      assertThat(unknown.computed()).isPositive();
      assertThat(cost(macs, desk(tunnel), KNOWN)).isEqualTo(unknown);
      assertThat(cost(macs, desk(tunnel.withPreviousPsk("the key before this")), KNOWN))
          .isEqualTo(unknown);
      assertThat(cost(macs, desk(tunnel.disabled()), KNOWN)).isEqualTo(unknown);
      assertThat(cost(macs, desk(tunnel.unlicensed()), KNOWN)).isEqualTo(unknown);
      assertThat(cost(macs, desk(tunnel.withPops("pop-b")), KNOWN)).isEqualTo(unknown);
      assertThat(cost(macs, desk(tunnel.withSourceIp("192.0.2.9")), KNOWN)).isEqualTo(unknown);
    }
  }

  @Test
  void deviceThatNamesAPostQuantumKeyIsRefusedAtTheSameCostWhetherThereIsOneOrNot() {
    // RFC 8784 §5.1: PPK_ID_FIXED and the name
    Bytes named = Bytes.of((byte) 2, (byte) 'k');
    AuthRequest request = request(KNOWN, NotifyPayload.of(NotifyType.PPK_IDENTITY, named));
    AcceptedPsk psk = new AcceptedPsk("current", Secret.copyOf(random(20)));
    Ppk ppk = new Ppk(Bytes.of((byte) 'k'), Secret.copyOf(random(32)));
    TunnelPolicy policy =
        new TunnelPolicy(
            7,
            "tenant-1",
            "branch",
            EncryptionCipher.AES256_GCM,
            List.of(psk),
            List.of(ppk),
            Optional.empty());
    try (CountingMacs macs = CountingMacs.begin()) {
      CountingMacs.Work start = macs.work();
      responder.refuse(request);
      CountingMacs.Work unknown = macs.work().since(start);
      CountingMacs.Work before = macs.work();
      assertThat(responder.answer(request, policy, TERMS)).isEmpty();

      assertThat(macs.work().since(before)).isEqualTo(unknown);
    }
  }

  private CountingMacs.Work cost(CountingMacs macs, PolicyDesk desk, Identity identity) {
    CountingMacs.Work before = macs.work();
    refuse(desk, identity);
    return macs.work().since(before);
  }

  @Test
  void tenThousandTriesDoNotTellAKnownIdentityFromAnUnknown() {
    PolicyDesk desk = desk(Tunnels.standard());
    for (int i = 0; i < 500; i++) {
      refuse(desk, i % 2 == 0 ? KNOWN : UNKNOWN);
    }
    int tries = 10_000;
    double[] known = new double[tries];
    double[] unknown = new double[tries];
    for (int i = 0; i < tries; i++) {
      boolean knownFirst = RANDOM.nextBoolean();
      for (boolean isKnown : new boolean[] {knownFirst, !knownFirst}) {
        long start = System.nanoTime();
        refuse(desk, isKnown ? KNOWN : UNKNOWN);
        (isKnown ? known : unknown)[i] = System.nanoTime() - start;
      }
    }

    assertThat(chanceThatFirstIsLonger(known, unknown)).isBetween(0.3, 0.7);
  }

  /** U of Mann and Whitney, over the number of pairs; ties count half. */
  private static double chanceThatFirstIsLonger(double[] first, double[] second) {
    double[] sorted = second.clone();
    Arrays.sort(sorted);
    double longer = 0;
    for (double value : first) {
      longer += (below(sorted, value) + below(sorted, Math.nextUp(value))) / 2.0;
    }
    return longer / first.length / second.length;
  }

  private static int below(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Test
  void statisticSeesAGrossDifferenceAndNoneWhereThereIsNone() {
    double[] some = RANDOM.doubles(2_000, 10, 20).toArray();
    double[] alike = RANDOM.doubles(2_000, 10, 20).toArray();
    double[] longer = RANDOM.doubles(2_000, 15, 25).toArray();

    assertThat(chanceThatFirstIsLonger(some, alike)).isBetween(0.45, 0.55);
    assertThat(chanceThatFirstIsLonger(longer, some)).isGreaterThan(0.8);
    assertThat(chanceThatFirstIsLonger(some, longer)).isLessThan(0.2);
    assertThat(chanceThatFirstIsLonger(some, some)).isEqualTo(0.5);
  }
}
