package io.culvert.outbox.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server on loopback with an empty database {@code culvert}. It is a process of this
 * machine, or with Maven's profile {@code containers} a container.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String NAME = "culvert";
  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  private final int port;
  private final Closeable server;

  private EmbeddedDatabase(int port, Closeable server) {
    this.port = port;
    this.server = server;
  }

  /** A server without data, started. */
  public static EmbeddedDatabase start() throws IOException {
    Optional<String> image = Images.inUse("POSTGRES_IMAGE");
    return image.isPresent() ? inContainer(image.get()) : embedded();
  }

  static EmbeddedDatabase embedded() throws IOException {
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + NAME);
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return new EmbeddedDatabase(postgres.getPort(), postgres);
  }

  /** As little careful with what it writes as the embedded one, and for as many connections. */
  private static EmbeddedDatabase inContainer(String image) {
    int port = FreePort.any();
    String passwordFile = "/run/culvert/password";
    ServerContainer container =
        new ServerContainer(image, port, 5432, () -> answers(port))
            .with(
                Map.of(
                    "POSTGRES_USER", USER,
                    "POSTGRES_DB", NAME,
                    "POSTGRES_PASSWORD_FILE", passwordFile))
            .withFile(passwordFile, PASSWORD)
            .running(
                "postgres",
                "-c",
                "max_connections=300",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off");
    container.start();
    return new EmbeddedDatabase(port, container);
  }

  private static boolean answers(int port) throws SQLException {
    try (Connection connection = connect(port)) {
      return connection.isValid(5);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** For JDBC. */
  public String jdbcUrl() {
    return jdbcUrl(port);
  }

  private static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  /** For the reactive client. */
  public String reactiveUrl() {
    return "postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  /** The user that owns everything. */
  public String user() {
    return USER;
  }

  /** Its password. */
  public String password() {
    return PASSWORD;
  }

  /** A new connection. */
  public Connection connect() throws SQLException {
    return connect(port);
  }

  private static Connection connect(int port) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl(port));
    return source.getConnection(USER, PASSWORD);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
