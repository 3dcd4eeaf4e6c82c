package io.culvert.config.store;

import io.culvert.config.domain.RefusedException;
import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns a violated unique key into the conflict a caller understands. */
final class UniqueKeys {
  private static final String UNIQUE_VIOLATION = "23505";

  private UniqueKeys() {}

  /** The conflict, or the failure itself when it is another one. */
  static Throwable translate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      RefusedException conflict = conflict(constraintOf(cause));
      if (conflict != null) {
        return conflict;
      }
    }
    return failure;
  }

  /** The driver names the constraint, and so does Hibernate when it has put its own around it. */
  private static @Nullable String constraintOf(Throwable cause) {
    return switch (cause) {
      case PgException pg when UNIQUE_VIOLATION.equals(pg.getSqlState()) -> pg.getConstraint();
      case ConstraintViolationException violated
          when UNIQUE_VIOLATION.equals(violated.getSQLState()) ->
          violated.getConstraintName();
      case PSQLException sql when UNIQUE_VIOLATION.equals(sql.getSQLState()) -> constraint(sql);
      default -> null;
    };
  }

  private static @Nullable String constraint(PSQLException violated) {
    ServerErrorMessage message = violated.getServerErrorMessage();
    return message == null ? null : message.getConstraint();
  }

  /** The key is another tunnel's. */
  static RefusedException keyTaken() {
    return RefusedException.conflict("psk", "choose another one");
  }

  /** Does not tell whose the taken value is: identities and keys are shared by all tenants. */
  private static @Nullable RefusedException conflict(@Nullable String constraint) {
    return switch (constraint) {
      case "tunnel_site_unique" -> RefusedException.conflict("site", "is taken");
      case "tunnel_identity_unique" -> RefusedException.conflict("srcidentity", "is taken");
      case "tunnel_psk_unique", "tunnel_previous_psk_unique" -> keyTaken();
      case "pop_pkey", "api_token_name_unique" -> RefusedException.conflict("name", "is taken");
      case "tunnel_import_pkey" ->
          RefusedException.conflict("id", "is taken by another import; choose another one");
      case "tenant_pkey" -> RefusedException.conflict("id", "is taken");
      case null, default -> null;
    };
  }
}
