package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.ike.engine.Input;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which child SAs the engine is told of as alive. */
class ActivityTest {
  private final List<Input> told = new ArrayList<>();
  private final Activity activity = new Activity(told::add);

  @Test
  void onlyTheChildSaThatWasHeardSinceTheLastLookIsTold() {
    activity.look(List.of(new Usage(1, 9, 9, 3), new Usage(2, 9, 9, 0)));
    assertThat(told).containsExactly(new Input.PeerActivity(1));
    told.clear();

    activity.look(List.of(new Usage(1, 20, 20, 3), new Usage(2, 9, 9, 1)));

    assertThat(told).containsExactly(new Input.PeerActivity(2));
  }

  @Test
  void spiThatIsUsedAgainIsLookedAtAnew() {
    activity.look(List.of(new Usage(1, 9, 9, 3)));
    activity.look(List.of());
    told.clear();

    activity.look(List.of(new Usage(1, 1, 1, 1)));

    assertThat(told).containsExactly(new Input.PeerActivity(1));
  }
}
