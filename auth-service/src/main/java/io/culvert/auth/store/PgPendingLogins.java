package io.culvert.auth.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.auth.app.PendingLogins;
import io.culvert.contract.LoginSeal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log-ins on their way in PostgreSQL. Each step is one statement, which one instance wins. */
@ApplicationScoped
class PgPendingLogins implements PendingLogins {
  /** Tabs of one browser share a ticket's nonce; more than these are a loop or an attack. */
  private static final int MOST_OF_A_NONCE = 30;

  private static final String BEGIN =
      """
      insert into auth.saml_login (request, tenant, account, issued, nonce, browser, until)
      select $1, $2, $3, $4, $5, $6, $7
       where (select count(*) from auth.saml_login where nonce = $5) < $8""";
  private static final String SENT =
      """
      select * from auth.saml_login where request = $1 and answered is null and until > $2""";
  private static final String BIND =
      """
      update auth.saml_login set browser = $2
       where request = $1 and browser is null and until > $3""";
  private static final String ANSWER =
      """
      update auth.saml_login set answered = $2, handle = $3
       where request = $1 and answered is null and until > $4""";
  private static final String END =
      """
      update auth.saml_login set ended = true
       where handle = $1 and browser = $2 and not ended and until > $3 returning *""";
  private static final String GRANTED =
      "select 1 from auth.saml_login where nonce = $1 and ended limit 1";
  private static final String FORGET = "delete from auth.saml_login where until <= $1";

  private final Pool pool;
  private final ObjectMapper json;

  PgPendingLogins(Pool pool, ObjectMapper json) {
    this.pool = pool;
    this.json = json;
  }

  @Override
  public Uni<Boolean> begin(Pending login, Instant until) {
    LoginSeal.Issued issued = login.issued();
    Tuple values =
        Tuple.tuple()
            .addValue(login.request())
            .addValue(login.tenant())
            .addValue(login.account())
            .addValue(issued == null ? null : write(issued))
            .addValue(issued == null ? null : issued.ticket().nonce())
            .addValue(login.browser())
            .addValue(time(until))
            .addValue(MOST_OF_A_NONCE);
    return changed(BEGIN, values);
  }

  @Override
  public Uni<Optional<Pending>> sent(String request, Instant now) {
    return run(SENT, Tuple.of(request, time(now))).map(rows -> first(rows).map(this::pending));
  }

  @Override
  public Uni<Boolean> bind(String request, String browser, Instant now) {
    return changed(BIND, Tuple.of(request, browser, time(now)));
  }

  @Override
  public Uni<Boolean> answer(String request, Answered answered, String handle, Instant now) {
    return changed(ANSWER, Tuple.of(request, write(answered), handle, time(now)));
  }

  @Override
  public Uni<Optional<Ending>> end(String handle, String browser, Instant now) {
    return run(END, Tuple.of(handle, browser, time(now)))
        .map(
            rows ->
                first(rows)
                    .map(
                        row ->
                            new Ending(
                                pending(row), read(row.getString("answered"), Answered.class))));
  }

  @Override
  public Uni<Boolean> granted(String nonce) {
    return run(GRANTED, Tuple.of(nonce)).map(rows -> rows.iterator().hasNext());
  }

  @Override
  public Uni<Integer> forget(Instant now) {
    return run(FORGET, Tuple.of(time(now))).map(RowSet::rowCount);
  }

  private Uni<Boolean> changed(String sql, Tuple values) {
    return run(sql, values).map(rows -> rows.rowCount() == 1);
  }

  private Uni<RowSet<Row>> run(String sql, Tuple values) {
    return PgTenantAuthStore.patiently(() -> pool.preparedQuery(sql).execute(values));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.iterator().hasNext() ? Optional.of(rows.iterator().next()) : Optional.empty();
  }

  private Pending pending(Row row) {
    @Nullable String issued = row.getString("issued");
    return new Pending(
        row.getString("request"),
        row.getString("tenant"),
        row.getLong("account"),
        issued == null ? null : read(issued, LoginSeal.Issued.class),
        row.getString("browser"));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the row of a log-in is damaged", e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
