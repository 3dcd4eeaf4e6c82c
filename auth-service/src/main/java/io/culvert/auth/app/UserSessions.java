package io.culvert.auth.app;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SessionFilter;
import io.culvert.auth.domain.SessionTable;
import io.culvert.contract.UserSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in where, and how that is ended. Gateways say who is; each instance knows of all
 * once it has read what they said, and refuses to answer until then.
 */
@ApplicationScoped
public class UserSessions {
  private static final int SOON_SECONDS = 5;

  private final SessionRevocations revocations;
  private volatile @Nullable SessionTable known;

  /** Sessions that are not known yet. */
  public UserSessions(SessionRevocations revocations) {
    this.revocations = revocations;
  }

  /**
   * From now on these.
   *
   * @param live all sessions there are; goes on changing
   */
  public void follow(SessionTable live) {
    known = live;
  }

  /** Part of a tenant's sessions, newest first. */
  public SessionTable.Part list(
      String tenant, SessionFilter filter, int offset, int limit, Instant now) {
    return table().part(tenant, filter, offset, limit, now);
  }

  /** Ends the session of that key; refused when there is none. */
  public Uni<Void> revoke(String tenant, String key, Instant now) {
    SessionTable table = table();
    List<UserSession> one =
        table.find(tenant, key, now).filter(table::remove).map(List::of).orElse(List.of());
    if (one.isEmpty()) {
      throw RefusedException.notFound("session");
    }
    return publish(table, one).replaceWithVoid();
  }

  /** Ends all sessions of a tenant that match; answers how many. */
  public Uni<Integer> revokeAll(String tenant, Predicate<UserSession> filter, Instant now) {
    SessionTable table = table();
    List<UserSession> gone = table.all(tenant, filter, now).stream().filter(table::remove).toList();
    return gone.isEmpty() ? Uni.createFrom().item(0) : publish(table, gone);
  }

  /**
   * They are out of the table before, so that of two calls one alone finds them and the next list
   * is without them; what is not published is back.
   */
  private Uni<Integer> publish(SessionTable table, List<UserSession> gone) {
    return revocations
        .publish(gone.stream().map(UserSession::key).toList())
        .replaceWith(gone.size())
        .onTermination()
        .invoke(
            (_, failure, cancelled) -> {
              if (failure != null || cancelled) {
                gone.forEach(table::restore);
              }
            });
  }

  private SessionTable table() {
    SessionTable table = known;
    if (table == null) {
      throw RefusedException.notYet("Sessions are still being read; try again.", SOON_SECONDS);
    }
    return table;
  }
}
