package io.culvert.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Ipv4RangeTest {
  @Test
  void carrierSpaceContainsItsEndsAndNothingBeyond() {
    Ipv4Range range = Ipv4Range.parse("100.64.0.0/10");
    assertThat(range.contains(0x64400000)).isTrue();
    assertThat(range.contains(0x647FFFFF)).isTrue();
    assertThat(range.contains(0x64800000)).isFalse();
    assertThat(range.contains(0x643FFFFF)).isFalse();
    assertThat(range.size()).isEqualTo(1 << 22);
    assertThat(range).hasToString("100.64.0.0/10");
  }

  @Test
  void whatIsNoPrefixIsRefused() {
    for (String text :
        new String[] {"", "100.64.0.0", "100.64.0.1/10", "1.2.3.256/24", "1.2.3.0/33"}) {
      assertThatThrownBy(() -> Ipv4Range.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
