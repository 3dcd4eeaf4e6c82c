package io.culvert.bench;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.TunnelChange;
import io.culvert.standalone.backing.PostgresServer;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Stack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/** The database of config-service, and rows for it. */
final class ConfigRows implements AutoCloseable {
  private static final String TYPE = CloudEventHeaders.typeOf(TunnelChange.class);

  /** Ids that no tunnel has. */
  private static final long NOBODY = 1L << 50;

  private static final int WRITERS = 16;

  private final String url;
  private final Connection connection;

  private ConfigRows(String url, Connection connection) {
    this.url = url;
    this.connection = connection;
  }

  static ConfigRows open(Stack stack) {
    try {
      String url = "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/config";
      return new ConfigRows(url, DriverManager.getConnection(url, PostgresServer.USER, ""));
    } catch (SQLException e) {
      throw new IllegalStateException("no way to the database", e);
    }
  }

  /** A file of so many tunnels whose names begin with {@code run}. */
  static byte[] csv(String run, int count) {
    StringBuilder text =
        new StringBuilder(
            "tunnel name,source identity,source ip address,primary pop,failover pop,"
                + "encryption cipher,psk,maximum bandwidth,enabled\n");
    for (int i = 0; i < count; i++) {
      String name = run + "-" + i;
      text.append(
          "%s,%s@b.example,,%s,%s,AES256-GCM,a long key of %s,50,true%n"
              .formatted(name, name, Pop.A.name(), Pop.B.name(), name));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How long a bare COPY of these tunnels takes, into a table with the same indexes. */
  long copy(String run) {
    try (Statement sql = connection.createStatement()) {
      PGConnection copies = connection.unwrap(PGConnection.class);
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      long unused =
          copies
              .getCopyAPI()
              .copyOut(
                  "copy (select * from config.tunnel where site like '" + run + "-%') to stdout",
                  rows);
      // As the import has it.
      sql.execute("set work_mem = '64MB'");
      sql.execute("create table config.bench_tunnel (like config.tunnel including all)");
      long start = System.nanoTime();
      long copied =
          copies
              .getCopyAPI()
              .copyIn(
                  "copy config.bench_tunnel from stdin",
                  new ByteArrayInputStream(rows.toByteArray()));
      long taken = System.nanoTime() - start;
      sql.execute("drop table config.bench_tunnel");
      if (copied == 0) {
        throw new IllegalStateException("nothing was imported");
      }
      return taken;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until PostgreSQL has looked at the tunnels by itself; whether it has. */
  boolean awaitStatistics(Duration atMost) {
    String seen =
        "select coalesce(last_autoanalyze, '-infinity') > now() - interval '2 minutes' and"
            + " n_mod_since_analyze < 10000 from pg_stat_user_tables where schemaname = 'config' and"
            + " relname = 'tunnel'";
    long end = System.nanoTime() + atMost.toNanos();
    try (Statement sql = connection.createStatement()) {
      while (System.nanoTime() < end) {
        try (ResultSet row = sql.executeQuery(seen)) {
          if (row.next() && row.getBoolean(1)) {
            return true;
          }
        }
        LockSupport.parkNanos(1_000_000_000);
      }
      return false;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts that many events a second into the outbox, a transaction each; tells of the backlog. */
  String flood(int rate, Duration time) {
    long start = System.nanoTime();
    AtomicLong sent = new AtomicLong();
    long most = 0;
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        var unused = writers.submit(() -> write(url, start, rate, time, sent));
      }
      while (System.nanoTime() - start < time.toNanos()) {
        most = Math.max(most, backlog());
        LockSupport.parkNanos(100_000_000);
      }
      writers.shutdown();
      return "%,d put in %.1f s; at most %,d waited, %,d at the end"
          .formatted(sent.get(), (System.nanoTime() - start) / 1e9, most, backlog());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(String url, long start, int rate, Duration time, AtomicLong sent) {
    try (Connection own = DriverManager.getConnection(url, PostgresServer.USER, "");
        PreparedStatement insert =
            own.prepareStatement(
                "insert into config.outbox (topic, key, type) values ('tunnel-changes', ?, ?)")) {
      long elapsed = System.nanoTime() - start;
      while (elapsed < time.toNanos()) {
        if (sent.get() < elapsed / 1e9 * rate) {
          insert.setString(1, Long.toString(NOBODY + sent.getAndIncrement()));
          insert.setString(2, TYPE);
          insert.executeUpdate();
        } else {
          LockSupport.parkNanos(1_000_000);
        }
        elapsed = System.nanoTime() - start;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long backlog() throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet count = sql.executeQuery("select count(*) from config.outbox")) {
      count.next();
      return count.getLong(1);
    }
  }

  /** Takes the tunnels of a run away again, and tells the gateways. */
  void remove(String run) {
    String mine = "from config.tunnel where site like '" + run + "-%'";
    try (Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(
          "insert into config.outbox (topic, key, type) select 'tunnel-changes', id::text, '"
              + TYPE
              + "' "
              + mine);
      sql.execute("delete " + mine);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
