package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Key exchanges are computed outside the engine, which goes on meanwhile. */
class ComputationTest {
  private final Lab lab = new Lab();

  private static List<Effect> step(Lab lab, Bytes datagram) {
    return lab.gateway.engine.step(new Input.Datagram(Lab.GATEWAY, Lab.DEVICE, datagram), lab.now);
  }

  private static Computation<?> only(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    assertThat(effects.getFirst()).isInstanceOf(Effect.Compute.class);
    return ((Effect.Compute) effects.getFirst()).computation();
  }

  private static List<Effect> giveBack(Lab lab, Computation<?> computation) {
    return lab.gateway.engine.step(new Input.Computed(computation), lab.now);
  }

  private static Bytes firstRequest(Lab lab) {
    return new RawDevice(lab.gateway, Lab.DEVICE, 77).initRequest();
  }

  @Test
  void firstRequestIsAnsweredWhenItsKeyExchangeIsComputedAndNotBefore() {
    Bytes request = firstRequest(lab);
    Computation<?> computation = only(step(lab, request));

    // A repeat starts no second one.
    assertThat(step(lab, request)).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.ANSWER_PENDING)).isEqualTo(1);

    computation.run();
    assertThat(giveBack(lab, computation)).hasOnlyElementsOfType(Effect.SendDatagram.class);
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isEqualTo(1);
    assertThat(step(lab, request)).hasOnlyElementsOfType(Effect.SendDatagram.class).hasSize(1);
  }

  @Test
  void firstRequestThatNobodyHasTimeForLeavesNothingAndItsRepeatIsServed() {
    Bytes request = firstRequest(lab);
    assertThat(giveBack(lab, only(step(lab, request)))).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.OVERLOAD)).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();

    Computation<?> again = only(step(lab, request));
    again.run();
    assertThat(giveBack(lab, again)).hasSize(1);
  }

  @Test
  void whatIsBeingComputedCountsAgainstTheLimits() {
    Lab small = new Lab(InitDoorTest.limits(1000, 2, 1), 1);
    for (int i = 0; i < 2; i++) {
      knock(small, "198.51.100.1" + i, i);
    }
    assertThat(knock(small, "198.51.100.11", 5)).noneMatch(Effect.Compute.class::isInstance);
    assertThat(small.gateway.dropped(DropReason.HALF_OPEN_LIMIT_PER_SOURCE)).isEqualTo(1);
    assertThat(knock(small, "198.51.100.99", 6)).noneMatch(Effect.Compute.class::isInstance);
    assertThat(small.gateway.dropped(DropReason.HALF_OPEN_LIMIT)).isEqualTo(1);
  }

  private static List<Effect> knock(Lab lab, String address, int seed) {
    var from = Lab.at(address, 500);
    Bytes request = new RawDevice(lab.gateway, from, seed).initRequest();
    return lab.gateway.engine.step(new Input.Datagram(Lab.GATEWAY, from, request), lab.now);
  }

  private static Bytes authRequest(RawDevice device) {
    return device.seal(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()), 1, false);
  }

  @Test
  void firstProtectedMessageWaitsForTheKeysWithItsRepeats() {
    Bytes auth = authRequest(RawDevice.afterInit(lab.gateway));

    Computation<?> computation = only(step(lab, auth));
    assertThat(step(lab, auth)).isEmpty();
    computation.run();
    List<Effect> effects = giveBack(lab, computation);

    assertThat(effects).hasSize(1).hasOnlyElementsOfType(Effect.RequestPolicy.class);
    assertThat(lab.gateway.dropped(DropReason.ANSWER_PENDING)).isEqualTo(1);
  }

  @Test
  void keysThatNobodyHasTimeForAreAskedForAgainByTheRepeat() {
    Bytes auth = authRequest(RawDevice.afterInit(lab.gateway));

    assertThat(giveBack(lab, only(step(lab, auth)))).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.OVERLOAD)).isEqualTo(1);

    Computation<?> again = only(step(lab, auth));
    again.run();
    assertThat(giveBack(lab, again)).hasOnlyElementsOfType(Effect.RequestPolicy.class);
  }

  @Test
  void keysThatComeAfterTheNegotiationExpiredAreForgotten() {
    Bytes auth = authRequest(RawDevice.afterInit(lab.gateway));
    Computation<?> computation = only(step(lab, auth));

    lab.run(Duration.ofSeconds(31));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    computation.run();

    assertThat(giveBack(lab, computation)).isEmpty();
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void whatWaitsForKeysIsBounded() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    Bytes auth = authRequest(device);
    only(step(lab, auth));
    int sent = 0;
    while (lab.gateway.dropped(DropReason.OVERLOAD) == 0) {
      assertThat(step(lab, auth)).isEmpty();
      sent += auth.length();
    }
    assertThat(sent).isLessThanOrEqualTo(16_384);
  }

  @Test
  void tunnelsGoOnWhileANegotiationWaits() {
    lab.connect();
    Bytes request = firstRequest(lab);
    only(
        lab.gateway.engine.step(
            new Input.Datagram(Lab.GATEWAY, Lab.at("198.51.100.8", 500), request), lab.now));

    lab.give(lab.gateway, new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()));
    lab.settle();

    lab.assertChildrenMatch();
    assertThat(lab.gateway.installs).hasSize(2);
  }
}
