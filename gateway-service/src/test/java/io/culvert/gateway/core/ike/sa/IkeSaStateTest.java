package io.culvert.gateway.core.ike.sa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transitions written at the type. */
class IkeSaStateTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GONE")
  void everyStateMayEndAndNoneGoesBackFromTheEnd(IkeSaState state) {
    assertThat(state.mayBecome(IkeSaState.GONE)).isTrue();
    assertThat(IkeSaState.GONE.mayBecome(state)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"INIT_SENT", "INIT_DONE", "REFUSED", "REKEYED", "CLOSING", "ESTABLISHED"})
  void nothingIsEstablishedWithoutAuthentication(IkeSaState state) {
    assertThat(state.mayBecome(IkeSaState.ESTABLISHED)).isFalse();
  }
}
