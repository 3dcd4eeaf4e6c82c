package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GeoPointTest {
  private static final GeoPoint SAN_FRANCISCO = new GeoPoint(37.7749, -122.4194);
  private static final GeoPoint SAN_JOSE = new GeoPoint(37.3382, -121.8863);
  private static final GeoPoint LONDON = new GeoPoint(51.5074, -0.1278);

  @Test
  void distanceFollowsTheGreatCircle() {
    assertThat(SAN_FRANCISCO.milesTo(LONDON)).isCloseTo(5354, within(10.0));
    assertThat(SAN_FRANCISCO.milesTo(SAN_FRANCISCO)).isZero();
    assertThat(new GeoPoint(0, 179).milesTo(new GeoPoint(0, -179))).isCloseTo(138, within(1.0));
  }

  @Test
  void placeOffTheGlobeIsRefused() {
    assertThatThrownBy(() -> new GeoPoint(91, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GeoPoint(0, -181)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GeoPoint(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void popsOfOneMetroShareADayOnlyWhenTheirReleaseDayIsTheSame() {
    Pop sfo = pop("sfo1", SAN_FRANCISCO, "Day-3");
    assertThat(sfo.sharesDayAndMetro(pop("sjc1", SAN_JOSE, "Day-3"))).isTrue();
    assertThat(sfo.sharesDayAndMetro(pop("sjc1", SAN_JOSE, "Day-2"))).isFalse();
    assertThat(sfo.sharesDayAndMetro(pop("lon1", LONDON, "Day-3"))).isFalse();
  }

  private static Pop pop(String name, GeoPoint place, String day) {
    return new Pop(
        "0x0001",
        new PopSettings(
            name, "US-CA", "X", place, List.of("192.0.2.1"), null, true, List.of(50), day, null),
        1);
  }
}
