package io.culvert.standalone.backing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server on loopback; its data survives a restart. */
public final class PostgresServer implements AutoCloseable {
  /** The user that owns every database. Loopback alone is served, without a password. */
  public static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final Path log;
  private final int port;
  private @Nullable EmbeddedPostgres server;

  /**
   * A server that is not started yet.
   *
   * @param folder where its data and its programs are kept
   * @param log where it logs
   * @param port where it listens on loopback
   */
  public PostgresServer(Path folder, Path log, int port) {
    this.folder = folder;
    this.log = log;
    this.port = port;
  }

  /** Starts the server and makes the databases that are not there yet. */
  public void start(List<String> databases) {
    try {
      EmbeddedPostgres fresh =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(folder.resolve("data"))
              .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_LIMIT)
              .setServerConfig("max_connections", "200")
              // The embedded server is made for tests and would lose what it has confirmed.
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("fsync", "on")
              // Its usual 128 MB and 1 GB make an import of 100,000 tunnels wait for checkpoints.
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "4GB")
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      server = fresh;
      try (Connection connection = fresh.getPostgresDatabase().getConnection()) {
        for (String database : databases) {
          createDatabase(connection, database);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL cannot start, see " + log, e);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot make its databases", e);
    }
  }

  /** The id of the server's process. */
  public long pid() {
    Path file = folder.resolve("data").resolve("postmaster.pid");
    try {
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL left no process id in " + file, e);
    }
  }

  /** Kills the server with all its processes; it may be started again. */
  public void kill() {
    ProcessHandle postmaster =
        ProcessHandle.of(pid())
            .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    close();
  }

  /** Stops the server; it may be started again. */
  @Override
  public void close() {
    EmbeddedPostgres running = server;
    if (running != null) {
      server = null;
      try {
        running.close();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL cannot stop, see " + log, e);
      }
    }
  }

  private static void createDatabase(Connection connection, String name) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      find.setString(1, name);
      if (find.executeQuery().next()) {
        return;
      }
    }
    try (Statement create = connection.createStatement()) {
      create.execute("create database " + create.enquoteIdentifier(name, true));
    }
  }
}
