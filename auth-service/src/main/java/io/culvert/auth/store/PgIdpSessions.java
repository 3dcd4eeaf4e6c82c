package io.culvert.auth.store;

import io.culvert.auth.app.IdpSessions;
import io.culvert.auth.saml.NameId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Sessions that follow from others, in PostgreSQL. */
@ApplicationScoped
class PgIdpSessions implements IdpSessions {
  private static final String REMEMBER =
      """
      insert into auth.saml_session
        (tenant, account, name_id, session_index, tunnel, user_ip, user_name, browser, until,
         name_format, name_qualifier, name_sp_qualifier)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (tenant, tunnel, user_ip) do update set
        account = $2, name_id = $3, session_index = $4, user_name = $7, browser = $8, until = $9,
        name_format = $10, name_qualifier = $11, name_sp_qualifier = $12""";
  private static final String OF_BROWSER =
      "select * from auth.saml_session where browser = $1 and until > $2 limit 100";
  private static final String OF_NAME =
      "select * from auth.saml_session where name_id = $1 and until > $2 limit 1000";
  private static final String FORGET = "delete from auth.saml_session where until <= $1";

  private final Pool pool;

  PgIdpSessions(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Uni<Void> remember(IdpSession session, Instant until) {
    Tuple values =
        Tuple.tuple()
            .addValue(session.tenant())
            .addValue(session.account())
            .addValue(session.nameId().value())
            .addValue(session.sessionIndex())
            .addValue(session.tunnel())
            .addValue(session.userIp())
            .addValue(session.user())
            .addValue(session.browser())
            .addValue(until.atOffset(ZoneOffset.UTC))
            .addValue(session.nameId().format())
            .addValue(session.nameId().qualifier())
            .addValue(session.nameId().spQualifier());
    return run(REMEMBER, values).replaceWithVoid();
  }

  @Override
  public Uni<List<IdpSession>> ofBrowser(String browser, Instant now) {
    return run(OF_BROWSER, Tuple.of(browser, now.atOffset(ZoneOffset.UTC)))
        .map(PgIdpSessions::sessions);
  }

  @Override
  public Uni<List<IdpSession>> ofName(String nameId, Instant now) {
    return run(OF_NAME, Tuple.of(nameId, now.atOffset(ZoneOffset.UTC)))
        .map(PgIdpSessions::sessions);
  }

  @Override
  public Uni<Integer> forget(Instant now) {
    return run(FORGET, Tuple.of(now.atOffset(ZoneOffset.UTC))).map(RowSet::rowCount);
  }

  private Uni<RowSet<Row>> run(String sql, Tuple values) {
    return PgTenantAuthStore.patiently(() -> pool.preparedQuery(sql).execute(values));
  }

  private static List<IdpSession> sessions(RowSet<Row> rows) {
    List<IdpSession> sessions = new ArrayList<>();
    for (Row row : rows) {
      sessions.add(
          new IdpSession(
              row.getString("tenant"),
              row.getLong("account"),
              new NameId(
                  row.getString("name_id"),
                  row.getString("name_format"),
                  row.getString("name_qualifier"),
                  row.getString("name_sp_qualifier")),
              row.getString("session_index"),
              row.getLong("tunnel"),
              row.getString("user_ip"),
              row.getString("user_name"),
              row.getString("browser")));
    }
    return sessions;
  }
}
