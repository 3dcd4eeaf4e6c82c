package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangesTest {
  @Test
  void addressesRangesAndCidrsOfBothKindsAreRead() {
    assertThat(
            IpRanges.read(
                "ranges",
                List.of(
                    "192.0.2.1, 192.0.2.0/24",
                    "192.0.2.10 - 192.0.2.20",
                    "2001:DB8::1",
                    "2001:db8::/32",
                    "2001:db8::1-2001:db8::ff",
                    "0.0.0.0/0",
                    "192.0.2.1")))
        .containsExactly(
            "192.0.2.1",
            "192.0.2.0/24",
            "192.0.2.10-192.0.2.20",
            "2001:db8::1",
            "2001:db8::/32",
            "2001:db8::1-2001:db8::ff",
            "0.0.0.0/0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2.1.",
        "192.0.2.1.5",
        "3221225985",
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/024",
        "192.0.2.0/24/1",
        "192.0.2.9-192.0.2.1",
        "192.0.2.9-",
        "192.0.2.1-192.0.2.2-192.0.2.3",
        "192.0.2.1-2001:db8::1",
        "2001:db8::1/32",
        "2001:db8::/129",
        "::ffff:192.0.2.1",
        "fe80::1%eth0",
        "2001:db8:::1"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> IpRanges.read("ranges", List.of(text)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::field)
                    .containsExactly("ranges[0]"));
  }
}
