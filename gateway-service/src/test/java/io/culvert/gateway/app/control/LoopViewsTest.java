package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.PopChange;
import io.culvert.gateway.app.control.GatewayView.TunnelView;
import io.culvert.gateway.app.dataplane.TunnelSnapshot;
import io.culvert.gateway.app.policy.Tunnels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of a running loop. */
@Timeout(60)
class LoopViewsTest {
  private final ControlLab lab = new ControlLab();
  private final LoopViews views = new LoopViews(lab.loop, lab.dataplane, () -> 3);

  private void start() {
    Thread.ofPlatform().daemon().start(lab.loop::run);
  }

  @AfterEach
  void stop() {
    lab.loop.shutDown();
    lab.loop.caughtUp(); // wakes the loop, so that it sees that it is over
  }

  @Test
  void theGatewayIsShownWithItsTunnelsConnectionsAndDrops() {
    lab.change(Tunnels.standard());
    lab.connect();
    lab.ikeArrives(new byte[28]);
    lab.espArrives(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    lab.espArrives(lab.espPacket());
    start();

    GatewayView view = views.gateway();

    assertThat(view.id()).isEqualTo("pop-a-1");
    assertThat(view.pop()).isEqualTo("pop-a");
    assertThat(view.since()).isEqualTo(ControlLab.EPOCH);
    assertThat(view.tunnels()).isOne();
    assertThat(view.connections()).isOne();
    assertThat(view.sessions()).isEqualTo(3);
    assertThat(view.openHosts()).isOne();
    assertThat(view.gatedHosts()).isZero();
    assertThat(view.ikeDrops()).containsEntry("version", 1L);
    assertThat(view.packetDrops()).containsEntry("spi-unknown", 1L);
  }

  @Test
  void aConnectedTunnelIsShownWithItsCipherAndCounters() {
    lab.change(Tunnels.standard().withVersion(3));
    lab.connect();
    lab.espArrives(lab.espPacket(128));
    start();

    TunnelView view = views.tunnel(ControlLab.TUNNEL).orElseThrow();

    assertThat(view.site()).isEqualTo("branch");
    assertThat(view.version()).isEqualTo(3);
    assertThat(view.enabled()).isTrue();
    assertThat(view.keys()).isOne();
    assertThat(view.connected()).isTrue();
    assertThat(view.cipher()).isEqualTo("AES256-GCM");
    assertThat(Optional.ofNullable(view.traffic()).map(TunnelSnapshot::bytesIn)).contains(128L);
  }

  @Test
  void aTunnelThatNeverConnectedHasNoCipherAndNoCounters() {
    lab.change(Tunnels.standard().disabled());
    start();

    TunnelView view = views.tunnel(ControlLab.TUNNEL).orElseThrow();

    assertThat(view.enabled()).isFalse();
    assertThat(view.connected()).isFalse();
    assertThat(view.cipher()).isNull();
    assertThat(view.traffic()).isNull();
  }

  @Test
  void anUnknownTunnelIsNotShown() {
    start();

    assertThat(views.tunnel(99)).isEmpty();
  }

  @Test
  void theGatewayIsDrainedAndBackInService() {
    lab.change(Tunnels.standard());
    lab.loop.popChanged(
        new PopChange("0x01", "pop-b", 1, "r", List.of("198.51.100.20"), null, true, null));
    lab.connect();
    start();

    assertThat(views.state()).isEqualTo(new DrainSwitch.State(false, 0, 1));
    assertThat(views.drain(true)).isEqualTo(new DrainSwitch.State(true, 1, 1));
    assertThat(views.state()).isEqualTo(new DrainSwitch.State(true, 1, 1));
    assertThat(views.drain(false)).isEqualTo(new DrainSwitch.State(false, 0, 1));
  }
}
