package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.ike.engine.Input;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are replaced by what they have protected. */
class VolumeKeeperTest {
  private final List<Input> told = new ArrayList<>();
  private final VolumeKeeper keeper =
      new VolumeKeeper(new VolumeKeeper.Limits(100, 200, 1_000, 2_000), told::add);

  @Test
  void keyThatHasProtectedEnoughPacketsOrOctetsIsReplacedOnce() {
    keeper.look(List.of(new Usage(1, 99, 999, 0), new Usage(2, 99, 999, 0)));
    assertThat(told).isEmpty();

    keeper.look(List.of(new Usage(1, 100, 0, 0), new Usage(2, 0, 1_000, 0)));
    keeper.look(List.of(new Usage(1, 199, 0, 0), new Usage(2, 0, 1_999, 0)));

    assertThat(told).containsExactly(new Input.RekeyChild(1), new Input.RekeyChild(2));
  }

  @Test
  void keyThatHasProtectedTooMuchEnds() {
    keeper.look(List.of(new Usage(1, 200, 0, 0), new Usage(2, 0, 2_000, 0)));

    assertThat(told).containsExactly(new Input.ExpireChild(1), new Input.ExpireChild(2));
  }

  @Test
  void spiThatIsUsedAgainIsLookedAtAnew() {
    keeper.look(List.of(new Usage(1, 100, 0, 0)));
    keeper.look(List.of());
    keeper.look(List.of(new Usage(1, 100, 0, 0)));

    assertThat(told).containsExactly(new Input.RekeyChild(1), new Input.RekeyChild(1));
  }

  @Test
  void standardLimitsStayBelowWhatTheAlgorithmsAllow() {
    VolumeKeeper.Limits limits = VolumeKeeper.Limits.STANDARD;

    assertThat(limits.softPackets()).isEqualTo(2_147_483_648L);
    assertThat(limits.hardPackets()).isEqualTo(4_294_967_295L);
    assertThat(limits.softOctets()).isEqualTo(274_877_906_944L);
    assertThat(limits.hardOctets()).isEqualTo(549_755_813_888L);
  }
}
