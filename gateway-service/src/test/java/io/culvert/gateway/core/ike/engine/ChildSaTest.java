package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Child SAs: more of them, rekeyed and deleted, from either end. */
class ChildSaTest {
  @Test
  void selectorsOfAnIpVersionTheOtherSideLacksAreNarrowedAway() {
    Lab lab = new Lab();
    InitiatorProfile p = Lab.profile();

    lab.connect(
        selectors(p, List.of(Lab.INSIDE), List.of(TrafficSelector.any4(), TrafficSelector.any6())));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.onlyChild().outside()).containsExactly(TrafficSelector.any4());
  }

  @Test
  void bothIpVersionsAreGrantedTogether() {
    Lab lab = new Lab();
    List<TrafficSelector> any = List.of(TrafficSelector.any4(), TrafficSelector.any6());

    lab.connect(selectors(Lab.profile(), any, any));

    lab.assertChildrenMatch();
    assertThat(lab.gateway.onlyChild().inside()).isEqualTo(any);
    assertThat(lab.gateway.onlyChild().outside()).isEqualTo(any);
  }

  @Test
  void selectorsWithoutACommonIpVersionAreUnacceptable() {
    Lab lab = new Lab();

    lab.connect(selectors(Lab.profile(), List.of(Lab.INSIDE), List.of(TrafficSelector.any6())));

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("ts-unacceptable");
    assertThat(lab.device.events.getFirst().evidence()).containsEntry("child", "TS_UNACCEPTABLE");
  }

  private static InitiatorProfile selectors(
      InitiatorProfile p, List<TrafficSelector> inside, List<TrafficSelector> outside) {
    return new InitiatorProfile(
        p.tunnelId(),
        p.identity(),
        p.wantedPeer(),
        p.psk(),
        p.ike(),
        p.firstKe(),
        p.esp(),
        p.pfs(),
        inside,
        outside,
        p.initialContact());
  }

  @Test
  void tenChildrenAreMadeAndTheEleventhIsRefused() {
    Lab lab = new Lab();
    lab.connect();

    for (int i = 0; i < 9; i++) {
      lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
      lab.settle();
    }
    assertThat(lab.gateway.children).hasSize(10);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.reasons()).isEmpty();

    //   HDR, SK {SA, Ni, TSi, TSr}  ─►
    //                               ◄─   HDR, SK {N(NO_ADDITIONAL_SAS)}
    lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.gateway.children).hasSize(10);
    assertThat(lab.gateway.reasons()).containsExactly("too-many-children");
    lab.assertChildrenMatch();
  }

  @Test
  void rekeyIsPossibleWithTenChildren() {
    Lab lab = new Lab();
    lab.connect();
    for (int i = 0; i < 9; i++) {
      lab.give(lab.device, new Input.CreateChild(Lab.TUNNEL));
      lab.settle();
    }

    lab.give(lab.device, new Input.RekeyChild(lab.device.children.keySet().iterator().next()));
    lab.settle();

    assertThat(lab.gateway.children).hasSize(10);
    lab.assertChildrenMatch();
  }

  @Test
  void deviceRekeysAChild() {
    Lab lab = new Lab();
    lab.connect();
    ChildSaInstall old = lab.gateway.onlyChild();

    //   HDR, SK {N(REKEY_SA), SA, Ni, TSi, TSr}  ─►
    //                                            ◄─   HDR, SK {SA, Nr, TSi, TSr}
    //   HDR, SK {D}                              ─►
    //                                            ◄─   HDR, SK {D}
    lab.give(lab.device, new Input.RekeyChild(lab.device.onlyChild().inboundSpi()));
    lab.settle();

    assertThat(lab.trace).hasSize(8);
    lab.assertChildrenMatch();
    ChildSaInstall renewed = lab.gateway.onlyChild();
    assertThat(renewed.replaces()).hasValue(old.inboundSpi());
    assertThat(renewed.inbound()).isNotEqualTo(old.inbound());
    assertThat(renewed.inside()).isEqualTo(old.inside());
    assertThat(lab.gateway.eventTypes())
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.REKEYED);
  }

  @Test
  void gatewayRekeysAChild() {
    Lab lab = new Lab();
    lab.connect();
    ChildSaInstall old = lab.gateway.onlyChild();

    lab.give(lab.gateway, new Input.RekeyChild(old.inboundSpi()));
    lab.settle();

    assertThat(lab.trace).hasSize(8);
    lab.assertChildrenMatch();
    ChildSaInstall renewed = lab.gateway.onlyChild();
    assertThat(renewed.replaces()).hasValue(old.inboundSpi());
    assertThat(renewed.inside()).isEqualTo(old.inside());
    assertThat(renewed.outside()).isEqualTo(old.outside());
    assertThat(renewed.suite().pfs()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MODP_2048", "MODP_3072", "MODP_4096", "MODP_8192"})
  void rekeyWithPerfectForwardSecrecyIsAnsweredAndKeptToByTheGateway(KeMethod group) {
    Lab lab = new Lab();
    lab.connect(pfs(group));

    // device                                            gateway
    //   HDR, SK {N(REKEY_SA), SA, Ni, KEi, TSi, TSr} ─►
    //                                                ◄─ HDR, SK {SA, Nr, KEr, TSi, TSr}
    lab.give(lab.device, new Input.RekeyChild(lab.device.onlyChild().inboundSpi()));
    lab.settle();
    assertThat(lab.gateway.onlyChild().suite().pfs()).contains(group);
    lab.assertChildrenMatch();

    //                                                ◄─ HDR, SK {N(REKEY_SA), SA, Ni, KEi, …}
    //   HDR, SK {SA, Nr, KEr, TSi, TSr}              ─►
    lab.give(lab.gateway, new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()));
    lab.settle();
    assertThat(lab.gateway.onlyChild().suite().pfs()).contains(group);
    lab.assertChildrenMatch();
  }

  private static InitiatorProfile pfs(KeMethod group) {
    InitiatorProfile p = Lab.profile();
    return new InitiatorProfile(
        p.tunnelId(),
        p.identity(),
        p.wantedPeer(),
        p.psk(),
        p.ike(),
        p.firstKe(),
        p.esp(),
        Optional.of(group),
        p.inside(),
        p.outside(),
        p.initialContact());
  }

  @Test
  void deviceDeletesAChild() {
    Lab lab = new Lab();
    lab.connect();

    //   HDR, SK {D(ESP, spi)}  ─►
    //                          ◄─   HDR, SK {D(ESP, spi of the other direction)}
    lab.give(lab.device, new Input.DeleteChild(lab.device.onlyChild().inboundSpi()));
    lab.settle();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().childSas()).isZero();
  }

  @Test
  void gatewayDeletesAChild() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.gateway, new Input.DeleteChild(lab.gateway.onlyChild().inboundSpi()));
    lab.settle();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.device.children).isEmpty();
  }

  @Test
  void bothDeleteTheSameChildAtOnce() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.gateway, new Input.DeleteChild(lab.gateway.onlyChild().inboundSpi()));
    lab.give(lab.device, new Input.DeleteChild(lab.device.onlyChild().inboundSpi()));
    lab.settle();

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.device.children).isEmpty();
    lab.run(Duration.ofMinutes(5));
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
  }

  @Test
  void bothRekeyTheSameChildAtOnceAndItLives() {
    Lab lab = new Lab();
    lab.connect();

    lab.give(lab.gateway, new Input.RekeyChild(lab.gateway.onlyChild().inboundSpi()));
    lab.give(lab.device, new Input.RekeyChild(lab.device.onlyChild().inboundSpi()));
    lab.run(Duration.ofMinutes(2));

    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    assertThat(Set.copyOf(lab.gateway.eventTypes())).contains(TunnelEvent.Type.REKEYED);
  }
}
