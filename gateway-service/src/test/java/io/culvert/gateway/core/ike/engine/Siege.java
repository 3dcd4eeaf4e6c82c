package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.task.IkeEvent;
import java.time.Duration;

/** A gateway that serves one good device while others send it what is bad. */
final class Siege {
  final Lab lab = new Lab(InitDoorTest.limits(10_000, 10_000, 10_000), 1);
  private final int neighbour;
  private int attackers;

  Siege() {
    lab.gateway.know(
        "neighbour.example", Lab.accepted(EncryptionCipher.AES256_GCM, "the neighbour's key"));
    lab.connect(
        Lab.profile(
            "neighbour.example", "the neighbour's key", EspPolicy.of(EncryptionCipher.AES256_GCM)));
    neighbour = lab.gateway.onlyChild().inboundSpi();
  }

  /** One more device, that has done IKE_SA_INIT. */
  RawDevice attacker() {
    RawDevice device =
        new RawDevice(lab.gateway, Lab.at("203.0.113.66", 500), 10_000 + attackers++);
    device.now = lab.now;
    device.init();
    return device;
  }

  /** How many child SAs there are beside the neighbour's. */
  int admitted() {
    return lab.gateway.children.size() - 1;
  }

  /** Nothing is left of the attack but events that are fit to be read; the neighbour is served. */
  void assertUnharmed() {
    assertThat(lab.gateway.children).containsOnlyKeys(neighbour);
    lab.run(Duration.ofSeconds(40));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isZero();
    lab.give(lab.gateway, new Input.RekeyChild(neighbour));
    lab.settle();
    lab.assertChildrenMatch();
    for (IkeEvent event : lab.gateway.events) {
      assertThat(event.evidence().values())
          .allMatch(value -> value.length() <= 1200 && value.matches("[\\x20-\\x7e]*"));
    }
    // One event at once and one a minute for each reason, however many tries there were.
    assertThat(lab.gateway.events).hasSizeLessThan(20);
  }
}
