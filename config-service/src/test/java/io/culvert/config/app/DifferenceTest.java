package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  @Test
  void onlyTheFieldsThatDifferAreThere() {
    Difference difference =
        Difference.between(
            Map.of("a", 1, "b", "x", "gone", true), Map.of("a", 1, "b", "y", "new", List.of(2)));
    assertThat(difference.before()).isEqualTo(Map.of("b", "x", "gone", true));
    assertThat(difference.after()).isEqualTo(Map.of("b", "y", "new", List.of(2)));
  }

  @Test
  void aSecretIsNamedButNotShown() {
    Difference difference = Difference.between(Map.of(), Map.of()).withSecret("psk");
    assertThat(difference.before()).isEmpty();
    assertThat(difference.after()).isEqualTo(Map.of("psk", "changed"));
  }
}
