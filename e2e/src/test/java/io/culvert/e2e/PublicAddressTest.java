package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicAddressTest {
  /** More than there are in the network: a long run needs every address several times. */
  private static final int ROUTERS = 400;

  @Test
  void nobodyGetsAnAddressThatSomebodyHas() {
    try (PublicAddress held = PublicAddress.take()) {
      for (int i = 0; i < ROUTERS; i++) {
        try (PublicAddress other = PublicAddress.take()) {
          assertThat(other).isNotEqualTo(held);
        }
      }
    }
  }

  @Test
  void whatWasGivenBackIsTakenLast() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      try (PublicAddress address = PublicAddress.take()) {
        assertThat(seen.add(address.value())).isTrue();
      }
    }
  }
}
