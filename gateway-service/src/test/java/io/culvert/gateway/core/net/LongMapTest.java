package io.culvert.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LongMapTest {
  @Property
  void behavesAsAHashMapThroughGrowthAndRemoval(
      @ForAll @Size(max = 400) List<@LongRange(min = -300, max = 300) Long> keys) {
    LongMap<String> map = new LongMap<>();
    Map<Long, String> model = new HashMap<>();
    int step = 0;
    for (long key : keys) {
      if (step % 3 == 2) {
        assertThat(map.remove(key)).isEqualTo(model.remove(key));
      } else {
        String value = "v" + step;
        assertThat(map.put(key, value)).isEqualTo(model.put(key, value));
      }
      step++;
    }
    assertThat(map.size()).isEqualTo(model.size());
    assertThat(map.values()).containsExactlyInAnyOrderElementsOf(model.values());
    for (long key = -300; key <= 300; key++) {
      assertThat(map.get(key)).isEqualTo(model.get(key));
    }
  }
}
