package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Bad input 22: starvation by 5,000 spoofed IKE_SA_INIT a second, with the default limits
 * (CVE-2025-20209; cookies, RFC 8019).
 */
class BadInput22FloodTest {
  private static final int A_SECOND = 5_000;
  private static final int SPI_AT = 0;

  private final Lab lab = new Lab(IkeConfig.standard(), 1);
  private final SplittableRandom random = new SplittableRandom(22);
  private final byte[] request = new RawDevice(lab.gateway, Lab.DEVICE, 5).initRequest().toArray();
  private int most;

  /** So many seconds of requests from anywhere, or from one address, whose sender is elsewhere. */
  private void flood(int seconds, boolean fromTheDevices) {
    for (int i = 0; i < seconds * A_SECOND; i++) {
      ByteBuffer.wrap(request).putLong(SPI_AT, random.nextLong() | 1);
      for (Effect effect : lab.inject(from(fromTheDevices), request)) {
        if (effect instanceof Effect.SendDatagram answer) {
          assertThat(answer.data().length()).isLessThanOrEqualTo(request.length);
        }
      }
      most = Math.max(most, lab.gateway.engine.snapshot().halfOpen());
      lab.run(Duration.ofSeconds(1).dividedBy(A_SECOND));
    }
  }

  private InetSocketAddress from(boolean theDevices) {
    if (theDevices) {
      return new InetSocketAddress(Lab.DEVICE.getAddress(), 1 + random.nextInt(65_535));
    }
    byte[] address = ByteBuffer.allocate(4).putInt(random.nextInt()).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), 1 + random.nextInt(65_535));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void newcomerGetsInWithinFiveSeconds(boolean fromItsAddress) {
    int before = lab.gateway.children.size();
    lab.gateway.know("new.example", Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK));
    lab.give(
        lab.device,
        new Input.Initiate(
            Lab.DEVICE,
            Lab.GATEWAY,
            Lab.profile("new.example", Lab.PSK, EspPolicy.of(EncryptionCipher.AES256_GCM))));
    flood(5, fromItsAddress);
    assertThat(lab.gateway.children).hasSize(before + 1);
    lab.assertChildrenMatch();
  }

  @Test
  void minuteOfItLosesNoTunnelAndKeepsNoNewDeviceOut() {
    lab.connect();
    flood(22, false);
    // The silent tunnel was probed, and answered.
    assertThat(lab.gateway.children).hasSize(1);

    int old = lab.gateway.onlyChild().inboundSpi();
    lab.give(lab.gateway, new Input.RekeyChild(old));
    flood(5, false);
    assertThat(lab.gateway.children).hasSize(1).doesNotContainKey(old);
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    flood(5, false);
    lab.assertChildrenMatch();

    newcomerGetsInWithinFiveSeconds(false);
    flood(23, false);

    assertThat(lab.gateway.children).hasSize(2);
    assertThat(lab.gateway.reasons()).doesNotContain("dpd-timeout", "retransmission-timeout");
    // The devices that showed their cookies came on top.
    assertThat(most).isLessThan(IkeConfig.HalfOpen.standard().cookieThreshold() + 5);
    assertThat(lab.gateway.dropped(DropReason.HALF_OPEN_LIMIT)).isZero();
  }

  @Test
  void floodInTheNameOfADeviceDoesNotKeepItOut() {
    flood(1, true);
    newcomerGetsInWithinFiveSeconds(true);
    assertThat(lab.gateway.dropped(DropReason.HALF_OPEN_LIMIT_PER_SOURCE)).isZero();
  }
}
