package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.rate.SourceLimit;
import io.culvert.gateway.core.rate.SourceLimit.Rate;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeavesTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("100.64.0.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("100.64.0.2");

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private long nanos;
  private final Leaves leaves =
      new Leaves(
          () -> now,
          () -> nanos,
          new SourceLimit(new Rate(100, 100), new Rate(1, 7)),
          new SourceLimit(new Rate(100, 100), new Rate(1, 3)));

  @BeforeEach
  void issue() throws GeneralSecurityException {
    leaves.issueWith(new TestAuthority(now, Duration.ofDays(30)).issuer());
  }

  private Leaf leaf(String name) {
    return leaves.leaf(ONE, name).orElseThrow();
  }

  @Test
  void leafIsKeptWhileItLasts() {
    Leaf first = leaf("a.example");
    now = now.plus(Duration.ofDays(4)).minusSeconds(1);
    assertThat(leaf("a.example")).isSameAs(first);
    now = now.plusSeconds(1);
    assertThat(leaf("a.example")).isNotSameAs(first);
  }

  @Test
  void hostOverItsLimitGetsNoMoreAndOthersDo() {
    for (int i = 0; i < 3; i++) {
      leaf(i + ".example");
    }
    assertThat(leaves.leaf(ONE, "more.example")).isEmpty();
    assertThat(leaves.leaf(ONE, "1.example")).isPresent();
    assertThat(leaves.leaf(OTHER, "more.example")).isPresent();
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(leaves.leaf(ONE, "2.more.example")).isPresent();
  }

  @Test
  void hostThatAsksForOneAgainAndAgainIsHeldToo() {
    for (int i = 0; i < 7; i++) {
      leaf("a.example");
    }
    assertThat(leaves.leaf(ONE, "a.example")).isEmpty();
    assertThat(leaves.leaf(OTHER, "a.example")).isPresent();
  }

  @Test
  void nothingIsIssuedWithoutOrAfterTheIntermediate() {
    now = now.plus(Duration.ofDays(29)).plusSeconds(60);
    Leaf last = leaf("a.example");
    assertThat(leaf("a.example")).isSameAs(last);
    now = now.plus(Duration.ofDays(1));
    assertThat(leaves.leaf(ONE, "a.example")).isEmpty();
    leaves.issueWith(null);
    assertThat(leaves.leaf(ONE, "b.example")).isEqualTo(Optional.empty());
  }

  @Test
  void nextIntermediateIsUsedAtOnce() throws GeneralSecurityException {
    Leaf first = leaf("a.example");
    TestAuthority next = new TestAuthority(now, Duration.ofDays(30));
    leaves.issueWith(next.issuer());
    assertThat(leaf("a.example").chain()).contains(next.intermediate);
    assertThat(first.chain()).doesNotContain(next.intermediate);
  }
}
