package io.culvert.auth.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SessionFilter;
import io.culvert.auth.domain.SessionTable;
import io.culvert.contract.UserSession;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserSessionsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final SessionFilter ANY = new SessionFilter(null, null, null);
  private static final UserSession ADA =
      new UserSession("acme", 7, "10.0.0.1", "ada", List.of(), "saml", NOW, NOW.plusSeconds(3600));

  private final List<String> published = new ArrayList<>();

  @Test
  void beforeAllIsKnownNothingIsAnsweredOrEnded() {
    UserSessions sessions = new UserSessions(this::publish);
    for (Runnable call :
        List.<Runnable>of(
            () -> sessions.list("acme", ANY, 0, 1, NOW),
            () -> sessions.revoke("acme", ADA.key(), NOW),
            () -> sessions.revokeAll("acme", ANY, NOW))) {
      RefusedException refused = catchThrowableOfType(RefusedException.class, call::run);
      assertThat(refused.reason()).isEqualTo(RefusedException.Reason.NOT_YET);
      assertThat(refused.retryAfterSeconds()).isEqualTo(5);
    }
  }

  @Test
  void ofTwoRevocationsOneAloneFindsTheSession() {
    UserSessions sessions = known(new UserSessions(_ -> Uni.createFrom().nothing()));
    Uni<Void> first = sessions.revoke("acme", ADA.key(), NOW);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> sessions.revoke("acme", ADA.key(), NOW))
                .reason())
        .isEqualTo(RefusedException.Reason.NOT_FOUND);
    assertThat(sessions.revokeAll("acme", ANY, NOW).await().indefinitely()).isZero();
    first.subscribe().withSubscriber(UniAssertSubscriber.create()).cancel();
    assertThat(sessions.list("acme", ANY, 0, 1, NOW).total()).isEqualTo(1);
  }

  @Test
  void aSessionWhoseEndIsNotPublishedIsThereAgain() {
    UserSessions sessions =
        known(new UserSessions(_ -> Uni.createFrom().failure(new IllegalStateException("away"))));
    sessions
        .revoke("acme", ADA.key(), NOW)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .assertFailedWith(IllegalStateException.class, "away");
    assertThat(sessions.list("acme", ANY, 0, 1, NOW).sessions()).containsExactly(ADA);
  }

  @Test
  void whatIsEndedIsPublishedAndGone() {
    UserSessions sessions = known(new UserSessions(this::publish));
    assertThat(sessions.revokeAll("acme", ANY, NOW).await().indefinitely()).isEqualTo(1);
    assertThat(published).containsExactly("acme/7/10.0.0.1");
    assertThat(sessions.list("acme", ANY, 0, 1, NOW).total()).isZero();
  }

  private Uni<Void> publish(List<String> keys) {
    published.addAll(keys);
    return Uni.createFrom().voidItem();
  }

  private static UserSessions known(UserSessions sessions) {
    SessionTable table = new SessionTable();
    table.put(ADA);
    sessions.follow(table);
    return sessions;
  }
}
