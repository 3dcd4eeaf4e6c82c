package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rekeying the IKE SA, from either end. */
class IkeRekeyTest {
  @Test
  void deviceRekeysTheIkeSaAndTheChildrenStay() {
    Lab lab = new Lab();
    lab.connect();
    ChildSaInstall child = lab.gateway.onlyChild();

    //   HDR, SK {SA, Ni, KEi}  ─►
    //                          ◄─   HDR, SK {SA, Nr, KEr}
    //   HDR, SK {D(IKE)}       ─►
    //                          ◄─   HDR, SK {}
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.trace).hasSize(8);
    assertThat(lab.gateway.onlyChild()).isEqualTo(child);
    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.REKEYED);
    assertThat(lab.gateway.events.getLast().evidence()).containsEntry("what", "ike");
    assertNewIkeSaWorks(lab);
  }

  @Test
  void gatewayRekeysTheIkeSaAndTheChildrenStay() {
    Lab lab = new Lab();
    lab.connect();
    ChildSaInstall child = lab.gateway.onlyChild();

    lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.trace).hasSize(8);
    assertThat(lab.gateway.onlyChild()).isEqualTo(child);
    assertNewIkeSaWorks(lab);
  }

  @Test
  void rekeyedIkeSaIsRekeyedAgainByTheOtherEnd() {
    Lab lab = new Lab();
    lab.connect();

    for (int i = 0; i < 3; i++) {
      lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
      lab.settle();
      lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
      lab.settle();
    }

    assertThat(lab.gateway.children).hasSize(1);
    assertNewIkeSaWorks(lab);
  }

  private static void assertNewIkeSaWorks(Lab lab) {
    lab.run(Duration.ofSeconds(15));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.device.engine.snapshot().ikeSas()).isEqualTo(1);
    long handle = lab.gateway.onlyChild().ikeSaHandle();

    // A child SA of the new IKE SA takes its keys from the new SK_d at both ends.
    lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();
    lab.give(lab.gateway, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();
    assertThat(lab.gateway.children).hasSize(3);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.installs.getLast().ikeSaHandle()).isEqualTo(handle);
    assertThat(lab.gateway.reasons()).isEmpty();
  }

  @Test
  void bothRekeyTheIkeSaAtOnceAndTheTunnelLives() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    lab.run(Duration.ofMinutes(2));

    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.eventTypes()).doesNotContain(TunnelEvent.Type.CLOSED);
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.device.engine.snapshot().ikeSas()).isEqualTo(1);
  }

  @Test
  void childRequestDuringARekeyOfTheIkeSaIsPutOff() {
    Lab lab = new Lab();
    lab.connect();

    //   HDR, SK {SA, Ni, KEi} ─►  ◄─ HDR, SK {N(REKEY_SA), …}
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    lab.give(lab.gateway, new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()));
    lab.run(Duration.ofMinutes(2));

    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.eventTypes()).doesNotContain(TunnelEvent.Type.CLOSED);
  }
}
