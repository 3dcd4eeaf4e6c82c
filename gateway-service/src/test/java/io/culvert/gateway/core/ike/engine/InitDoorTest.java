package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** IKE_SA_INIT: repeats, cookies, limits, amplification. */
class InitDoorTest {
  static IkeConfig limits(int cookieThreshold, int limit, int perSource) {
    return new IkeConfig(
        List.of(),
        IkePolicy.standard(),
        true,
        new IkeConfig.HalfOpen(cookieThreshold, limit, perSource, Duration.ofSeconds(30)),
        IkeConfig.Timing.standard(),
        IkeConfig.Fragmentation.standard());
  }

  private static InetSocketAddress source(int i) {
    return Lab.at("198.51.100." + (1 + i % 250), 10_000 + i);
  }

  @Test
  void repeatedRequestGetsTheSameOctetsAndMakesOneSa() {
    Lab lab = new Lab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);

    List<Bytes> first = device.send(device.initRequest());
    List<Bytes> second = device.send(device.initRequest());

    assertThat(first).hasSize(1);
    assertThat(second).isEqualTo(first);
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isEqualTo(1);
  }

  @Test
  void otherRequestWithTheSameSpiIsDroppedWhileTheFirstIsHalfOpen() {
    Lab lab = new Lab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    device.send(device.initRequest());

    assertThat(device.send(device.initRequest(NotifyPayload.of(NotifyType.REDIRECT_SUPPORTED))))
        .isEmpty();

    assertThat(lab.gateway.dropped(DropReason.ALTERED_REPEAT)).isEqualTo(1);
  }

  @Test
  void aboveTheThresholdACookieIsAskedForAndADeviceThatShowsItGetsIn() {
    Lab lab = new Lab(limits(0, 100, 100), 1);

    //   HDR, SA, KE, Ni             ─►
    //                               ◄─   HDR, N(COOKIE)
    //   HDR, N(COOKIE), SA, KE, Ni  ─►
    //                               ◄─   HDR, SA, KE, Nr   …
    lab.connect();

    assertThat(lab.trace).hasSize(6);
    lab.assertChildrenMatch();
  }

  @Test
  void cookieAndAnotherGroupCanBothBeDemanded() {
    IkeConfig config =
        new IkeConfig(
            List.of(),
            NegotiationTest.groups(KeMethod.MODP_3072),
            true,
            new IkeConfig.HalfOpen(0, 100, 100, Duration.ofSeconds(30)),
            IkeConfig.Timing.standard(),
            IkeConfig.Fragmentation.standard());
    Lab lab = new Lab(config, 1);

    lab.connect();

    assertThat(lab.trace).hasSize(8);
    lab.assertChildrenMatch();
  }

  @Test
  void cookieOfAnotherAddressIsNotAccepted() {
    Lab lab = new Lab(limits(0, 100, 100), 1);
    RawDevice honest = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    Bytes cookie = cookieFrom(honest.send(honest.initRequest()));
    RawDevice thief = new RawDevice(lab.gateway, Lab.at("203.0.113.5", 500), 5);

    List<Bytes> answers =
        thief.with(NotifyPayload.of(NotifyType.COOKIE, cookie)).send(thief.initRequest());

    assertThat(cookieFrom(answers)).isNotEqualTo(cookie);
    assertThat(lab.gateway.dropped(DropReason.BAD_COOKIE)).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void cookieIsGoodForAMinuteButNotForThree() {
    Lab lab = new Lab(limits(0, 100, 100), 1);
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    Bytes cookie = cookieFrom(device.send(device.initRequest()));
    device.with(NotifyPayload.of(NotifyType.COOKIE, cookie));

    device.now = Duration.ofMinutes(3).toNanos();
    assertThat(cookieFrom(device.send(device.initRequest()))).isNotEqualTo(cookie);

    Lab again = new Lab(limits(0, 100, 100), 1);
    RawDevice quick = new RawDevice(again.gateway, Lab.DEVICE, 5);
    quick.with(NotifyPayload.of(NotifyType.COOKIE, cookieFrom(quick.send(quick.initRequest()))));
    quick.now = Duration.ofSeconds(61).toNanos();
    quick.send(quick.initRequest());
    assertThat(again.gateway.engine.snapshot().halfOpen()).isEqualTo(1);
  }

  private static Bytes cookieFrom(List<Bytes> answers) {
    return RawDevice.clear(answers.getFirst())
        .notification(NotifyType.COOKIE)
        .map(NotifyPayload::data)
        .orElseThrow();
  }

  @Test
  void oneSourceCannotTakeMoreThanItsShare() {
    Lab lab = new Lab(limits(1000, 1000, 4), 1);

    for (int i = 0; i < 6; i++) {
      RawDevice device = new RawDevice(lab.gateway, Lab.at("198.51.100.7", 1000 + i), 100 + i);
      List<Bytes> answers = device.send(device.initRequest());
      if (i == 2 || i == 3) {
        // Half of its share it has for the asking, the rest for a cookie.
        device.with(NotifyPayload.of(NotifyType.COOKIE, cookieFrom(answers)));
        device.send(device.initRequest());
      }
    }

    assertThat(lab.gateway.engine.snapshot().halfOpen()).isEqualTo(4);
    assertThat(lab.gateway.dropped(DropReason.HALF_OPEN_LIMIT_PER_SOURCE)).isEqualTo(2);
    assertThat(lab.gateway.reasons()).containsExactly("half-open-limit");
  }

  @Test
  void halfOpenSasExpireAndMakeRoom() {
    Lab lab = new Lab(limits(1000, 2, 100), 1);
    for (int i = 0; i < 3; i++) {
      RawDevice device = new RawDevice(lab.gateway, source(i), 100 + i);
      device.send(device.initRequest());
    }
    assertThat(lab.gateway.dropped(DropReason.HALF_OPEN_LIMIT)).isEqualTo(1);

    lab.run(Duration.ofSeconds(31));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    lab.connect();

    lab.assertChildrenMatch();
  }

  @Test
  void badInput17NoAnswerToAnUnauthenticatedRequestIsLargerThanTheRequest() {
    Lab lab = new Lab();
    Bytes whole = new RawDevice(lab.gateway, Lab.DEVICE, 5).initRequest();

    for (int length = 0; length <= whole.length(); length++) {
      for (int version : List.of(0x10, 0x20, 0x30)) {
        byte[] data = Arrays.copyOf(whole.toArray(), length);
        if (length > 27) {
          data[17] = (byte) version;
          data[26] = (byte) (length >>> 8);
          data[27] = (byte) length;
        }
        for (Effect effect : lab.inject(source(length), data)) {
          if (effect instanceof Effect.SendDatagram sent) {
            assertThat(sent.data().length()).isLessThanOrEqualTo(length);
          }
        }
      }
    }
  }

  @Test
  void answerToTheShortestAcceptableRequestIsNotLargerEither() {
    Lab lab = new Lab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    Bytes request = device.initRequest();

    List<Bytes> answers = device.send(request);

    // No NAT detection asked for: none answered.
    assertThat(answers.getFirst().length()).isLessThanOrEqualTo(request.length());
    assertThat(RawDevice.clear(answers.getFirst()).notification(NotifyType.NAT_DETECTION_SOURCE_IP))
        .isEqualTo(Optional.empty());
  }

  @Test
  void olderVersionIsReportedAndNewerIsAnswered() {
    Lab lab = new Lab();
    byte[] message = new RawDevice(lab.gateway, Lab.DEVICE, 5).initRequest().toArray();

    message[17] = 0x10;
    List<Effect> older = lab.inject(Lab.DEVICE, message);
    message[17] = 0x30;
    List<Effect> newer = lab.inject(Lab.at("198.51.100.8", 500), message);

    assertThat(older).singleElement().isInstanceOf(Effect.Emit.class);
    assertThat(newer).hasSize(2);
    assertThat(newer).hasAtLeastOneElementOfType(Effect.SendDatagram.class);
    assertThat(lab.gateway.dropped(DropReason.VERSION)).isEqualTo(2);
  }
}
