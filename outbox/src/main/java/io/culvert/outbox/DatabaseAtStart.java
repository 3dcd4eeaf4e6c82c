package io.culvert.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a service does about its database before anything needs it: it waits for one that is not
 * there yet, and says in one sentence what is wrong with one that will never let it in.
 */
public final class DatabaseAtStart {
  private static final Logger LOG = System.getLogger(DatabaseAtStart.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CONNECT_SECONDS = 5;
  private static final String PASSWORD_REMEDY =
      ": give the service the password that the database was made with"
          + " (QUARKUS_DATASOURCE_PASSWORD; in containers the file"
          + " /run/culvert/database-password), or change the user's in the database";

  private DatabaseAtStart() {}

  /**
   * Waits until the database lets the service in.
   *
   * @throws IllegalStateException when it answers and does not; the message is for an operator
   * @throws InterruptedException when somebody does not want to wait any longer
   */
  public static void await(String jdbcUrl, String user, String password)
      throws InterruptedException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    source.setConnectTimeout(CONNECT_SECONDS);
    boolean told = false;
    while (true) {
      try {
        source.getConnection(user, password).close();
        if (told) {
          LOG.log(Level.INFO, "PostgreSQL answers at {0}", place(jdbcUrl));
        }
        return;
      } catch (SQLException e) {
        refusal(e, jdbcUrl, user)
            .ifPresent(
                sentence -> {
                  throw new IllegalStateException(sentence);
                });
        if (!told) {
          LOG.log(Level.WARNING, waiting(jdbcUrl, e));
          told = true;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Why it is no use to wait, from PostgreSQL's error class; empty when it is. */
  static Optional<String> refusal(SQLException failure, String jdbcUrl, String user) {
    String where = "PostgreSQL at " + place(jdbcUrl);
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return switch (state) {
      case "28P01" ->
          Optional.of(where + " refuses the password of user " + user + PASSWORD_REMEDY);
      // The driver's own, when there is no password to answer the server with.
      case "08004" ->
          Optional.of(
              where
                  + " cannot be logged in to as user "
                  + user
                  + " ("
                  + failure.getMessage()
                  + ")"
                  + PASSWORD_REMEDY);
      case "28000" ->
          Optional.of(
              where
                  + " does not let user "
                  + user
                  + " in: make the user, or allow it in pg_hba.conf ("
                  + failure.getMessage()
                  + ")");
      case "3D000" ->
          Optional.of(
              where
                  + " has no such database: make it, or set QUARKUS_DATASOURCE_JDBC_URL and"
                  + " QUARKUS_DATASOURCE_REACTIVE_URL to the one there is");
      default -> Optional.empty();
    };
  }

  private static String waiting(String jdbcUrl, SQLException failure) {
    return "waiting for PostgreSQL at "
        + place(jdbcUrl)
        + ": start it, or set QUARKUS_DATASOURCE_JDBC_URL and QUARKUS_DATASOURCE_REACTIVE_URL to"
        + " where it is ("
        + failure.getMessage()
        + ")";
  }

  /** Host, port and name; parameters, which might hold a password, are left out. */
  static String place(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("[?;].*", "");
  }
}
