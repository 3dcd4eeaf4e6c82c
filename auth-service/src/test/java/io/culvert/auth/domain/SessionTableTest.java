package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.culvert.contract.EventJson;
import io.culvert.contract.UnreadableEventException;
import io.culvert.contract.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final SessionFilter ANY = new SessionFilter(null, null, null);

  private final SessionTable table = new SessionTable();

  @Test
  void theNewestComesFirstAndPagesFitTogether() {
    IntStream.range(0, 250).forEach(i -> table.put(session("acme", 7, i, i * 7 % 250)));
    List<UserSession> first = table.part("acme", ANY, 0, 100, NOW).sessions();
    List<UserSession> last = table.part("acme", ANY, 200, 100, NOW).sessions();
    assertThat(first).hasSize(100);
    assertThat(first).isSortedAccordingTo((a, b) -> b.since().compareTo(a.since()));
    assertThat(first.getFirst().since()).isEqualTo(NOW.minusSeconds(0));
    assertThat(last).hasSize(50);
    assertThat(last.getFirst().since()).isEqualTo(NOW.minusSeconds(200));
    assertThat(table.part("acme", ANY, 200, 100, NOW).total()).isEqualTo(250);
    assertThat(table.part("acme", ANY, 999_999_999, 100, NOW))
        .isEqualTo(new SessionTable.Part(250, List.of()));
  }

  @Test
  void aSessionThatHasEndedIsNotThere() {
    UserSession session = session("acme", 7, 1, 0);
    table.put(session);
    Instant end = session.until();
    assertThat(table.find("acme", session.key(), end.minusMillis(1))).contains(session);
    assertThat(table.find("acme", session.key(), end)).isEmpty();
    assertThat(table.all("acme", ANY, end)).isEmpty();
    assertThat(table.part("acme", ANY, 0, 1, end).total()).isZero();
  }

  @Test
  void aTombstoneTakesTheSessionOfItsTenantAlone() {
    UserSession mine = session("acme", 7, 1, 0);
    UserSession yours = session("acme/east", 7, 1, 0);
    table.put(mine);
    table.put(yours);
    table.remove("acme/east/7/10.0.0.1");
    assertThat(table.find("acme/east", yours.key(), NOW)).isEmpty();
    assertThat(table.find("acme", mine.key(), NOW)).contains(mine);
    table.remove("nonsense");
    table.remove("/");
    table.remove("");
    assertThat(table.all("acme", ANY, NOW)).containsExactly(mine);
  }

  @Test
  void aSessionThatWasReplacedIsNeitherRemovedNorRestored() {
    UserSession before = session("acme", 7, 1, 60);
    UserSession after = session("acme", 7, 1, 0);
    table.put(before);
    table.put(after);
    assertThat(table.remove(before)).isFalse();
    table.restore(before);
    assertThat(table.find("acme", after.key(), NOW)).contains(after);
    assertThat(table.remove(after)).isTrue();
    table.restore(after);
    assertThat(table.find("acme", after.key(), NOW)).contains(after);
  }

  @Test
  void namesThatRepeatAreKeptOnce() throws Exception {
    UserSession one = read(session("acme", 7, 1, 0));
    UserSession other = read(session("acme", 7, 2, 0));
    assertThat(one.groups().getFirst()).isNotSameAs(other.groups().getFirst());
    table.put(one);
    table.put(other);
    UserSession first = table.find("acme", one.key(), NOW).orElseThrow();
    UserSession second = table.find("acme", other.key(), NOW).orElseThrow();
    assertThat(first).isEqualTo(one);
    assertThat(first.groups().getFirst()).isSameAs(second.groups().getFirst());
    assertThat(first.tenant()).isSameAs(second.tenant());
  }

  @Test
  void filtersAreTheUsersNameInPartTheTunnelAndTheAddress() {
    UserSession session = session("acme", 7, 1, 0);
    assertThat(SessionFilter.of("USER1@", "7", "10.0.0.1").test(session)).isTrue();
    assertThat(SessionFilter.of("user2", null, null).test(session)).isFalse();
    assertThat(SessionFilter.of(null, "8", null).test(session)).isFalse();
    assertThat(SessionFilter.of(null, null, "10.0.0.11").test(session)).isFalse();
    assertThat(SessionFilter.of(" ", null, "").test(session)).isTrue();
  }

  @Test
  void everyWrongFilterIsTold() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> SessionFilter.of("x".repeat(257), "seven", "x".repeat(257)));
    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactly("user", "tunnel", "ip");
  }

  private static UserSession session(String tenant, long tunnel, int host, int age) {
    return new UserSession(
        tenant,
        tunnel,
        "10.0." + host / 256 + "." + host % 256,
        "user" + host + "@example.com",
        List.of("staff"),
        "saml",
        NOW.minusSeconds(age),
        NOW.plus(Duration.ofHours(1)));
  }

  /** As it comes from Kafka. */
  private static UserSession read(UserSession session) throws UnreadableEventException {
    return EventJson.read(EventJson.write(session), UserSession.class);
  }
}
