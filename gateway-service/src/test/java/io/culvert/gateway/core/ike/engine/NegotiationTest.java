package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From nothing to a tunnel. */
class NegotiationTest {
  @Test
  void fourMessagesMakeATunnel() {
    Lab lab = new Lab();

    // device                                         gateway
    //   HDR, SA, KE, Ni, N(NAT…)                ─►
    //                                           ◄─   HDR, SA, KE, Nr, N(NAT…)
    //   HDR, SK {IDi, AUTH, SA, TSi, TSr}       ─►
    //                                           ◄─   HDR, SK {IDr, AUTH, SA, TSi, TSr}
    lab.connect();

    assertThat(lab.trace).hasSize(4);
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.device.eventTypes()).containsExactly(TunnelEvent.Type.ESTABLISHED);
    lab.assertChildrenMatch();
    ChildSaInstall child = lab.gateway.onlyChild();
    assertThat(child.tunnelId()).isEqualTo(Lab.TUNNEL);
    assertThat(child.inside()).isEqualTo(List.of(Lab.INSIDE));
    assertThat(child.outside()).isEqualTo(List.of(TrafficSelector.any4()));
  }
}
