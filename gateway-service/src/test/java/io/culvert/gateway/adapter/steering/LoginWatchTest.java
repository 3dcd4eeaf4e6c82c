package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.steering.SteeringLab;
import org.junit.jupiter.api.Test;

class LoginWatchTest {
  private final SteeringLab lab = new SteeringLab();
  private boolean answers = true;
  private final LoginWatch watch = new LoginWatch(lab.desk, _ -> answers);

  @Test
  void threeMissesInARowAreAwayAndOneAnswerIsBack() {
    answers = false;
    watch.round();
    watch.round();
    assertThat(lab.isAway()).isFalse();
    watch.round();
    assertThat(lab.isAway()).isTrue();
    answers = true;
    watch.round();
    assertThat(lab.isAway()).isFalse();
    answers = false;
    watch.round();
    watch.round();
    assertThat(lab.isAway()).isFalse();
  }

  @Test
  void nobodyIsAskedForWhomNoUserMustLogIn() {
    lab.nobodyMustLogIn();
    LoginWatch asking =
        new LoginWatch(
            lab.desk,
            url -> {
              throw new AssertionError(url);
            });
    asking.round();
    assertThat(lab.isAway()).isFalse();
  }
}
