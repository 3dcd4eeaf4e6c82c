package io.culvert.outbox;

import io.culvert.outbox.EventPublisher.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the rows of a service's outbox to Kafka, in the order of their ids, at least once, and
 * removes each when all in-sync replicas have it. Of several instances one is active, by an
 * advisory lock of PostgreSQL; the others stand by. It wakes on NOTIFY and looks every {@link
 * OutboxSettings#poll} besides. When Kafka or PostgreSQL is away it keeps trying; nothing is lost.
 */
public final class OutboxRelay implements AutoCloseable {
  private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
  private static final int BATCH = 2_000;
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  /** How often at most what is in the table is counted. */
  private static final Duration COUNTING = Duration.ofSeconds(2);

  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final OutboxSettings settings;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile OutboxState state = OutboxState.STARTING;
  private final AtomicLong published = new AtomicLong();
  private volatile Backlog backlog = Backlog.unknown(System.nanoTime());
  private @Nullable EventPublisher publisher;

  private OutboxRelay(OutboxSettings settings) {
    this.settings = settings;
    this.thread =
        Thread.ofPlatform().daemon().name("outbox-" + settings.schema()).unstarted(this::run);
  }

  /** Starts a relay on a thread of its own; neither Kafka nor the database need be up. */
  public static OutboxRelay start(OutboxSettings settings) {
    OutboxRelay relay = new OutboxRelay(settings);
    relay.thread.start();
    return relay;
  }

  /** What the relay is doing now. */
  public OutboxState state() {
    return state;
  }

  /** Rows this instance has brought to Kafka since it started. */
  public long published() {
    return published.get();
  }

  /** Events that are not in Kafka yet, counted every few seconds while the database answers. */
  public long waiting() {
    return backlog.waiting();
  }

  /** Events put aside because Kafka will never take them. */
  public long parked() {
    return backlog.parked();
  }

  /** How long the oldest event that waits has waited; zero where none does. */
  public Duration oldestAge() {
    return backlog.oldestAt(System.nanoTime());
  }

  /** Stops after the batch in hand, or breaks it off after a few seconds. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping()) {
        session();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "outbox {0}: interrupted", settings.schema());
    } finally {
      dropPublisher();
      enter(OutboxState.STOPPED);
    }
  }

  /** One connection to the database, until it breaks or the relay stops. */
  private void session() throws InterruptedException {
    try (OutboxTable table = OutboxTable.open(settings)) {
      backlog = table.backlog(System.nanoTime());
      while (!stopping()) {
        count(table);
        if (work(table)) {
          table.awaitChange(settings.poll());
        } else {
          pause();
        }
      }
    } catch (SQLException e) {
      enter(OutboxState.WAITING_FOR_DATABASE);
      LOG.log(Level.DEBUG, "outbox {0}: {1}", settings.schema(), e.getMessage());
      pause();
    }
  }

  private void count(OutboxTable table) throws SQLException {
    long now = System.nanoTime();
    if (now - backlog.counted() >= COUNTING.toNanos()) {
      backlog = table.backlog(now);
    }
  }

  /** Empties the table if this relay is the active one; false when Kafka is away. */
  private boolean work(OutboxTable table) throws SQLException, InterruptedException {
    try {
      EventPublisher open = publisher();
      boolean active = table.lock();
      if (!active || drain(table, open) == 0) {
        if (!open.answers()) {
          enter(OutboxState.WAITING_FOR_KAFKA);
          return false;
        }
      }
      enter(active ? OutboxState.ACTIVE : OutboxState.STANDBY);
      return true;
    } catch (KafkaException e) {
      enter(OutboxState.WAITING_FOR_KAFKA);
      LOG.log(Level.DEBUG, "outbox {0}: {1}", settings.schema(), e.getMessage());
      if (!(e instanceof RetriableException)) {
        dropPublisher();
      }
      return false;
    }
  }

  /** Publishes until the table is empty; answers how many rows left it. */
  private int drain(OutboxTable table, EventPublisher open)
      throws SQLException, InterruptedException {
    int done = 0;
    List<OutboxRow> rows = table.oldest(BATCH);
    while (!rows.isEmpty() && !stopping()) {
      Progress progress = open.publish(rows);
      table.remove(rows.subList(0, progress.acknowledged()));
      done += progress.acknowledged();
      published.addAndGet(progress.acknowledged());
      Throwable failure = progress.failure();
      if (progress.hopeless()) {
        park(table, rows.get(progress.acknowledged()));
      } else if (failure instanceof KafkaException kafka) {
        throw kafka;
      } else if (failure != null) {
        throw new KafkaException(failure);
      }
      rows = table.oldest(BATCH);
    }
    return done;
  }

  private void park(OutboxTable table, OutboxRow row) throws SQLException {
    LOG.log(
        Level.ERROR,
        "outbox {0}: record {1} for {2} key {3} is larger than Kafka takes; parked",
        settings.schema(),
        row.id(),
        row.event().topic(),
        row.event().key());
    table.park(row, "larger than Kafka takes");
  }

  private EventPublisher publisher() {
    EventPublisher open = publisher;
    if (open == null) {
      open = EventPublisher.open(settings);
      publisher = open;
    }
    return open;
  }

  private void dropPublisher() {
    EventPublisher open = publisher;
    publisher = null;
    if (open != null) {
      try {
        open.close();
      } catch (InterruptException e) {
        // Whoever stops the relay does not wait any longer; Kafka's threads end by themselves.
        LOG.log(Level.DEBUG, "outbox {0}: interrupted while closing", settings.schema());
      }
    }
  }

  private void enter(OutboxState next) {
    if (state != next) {
      Level level =
          next == OutboxState.WAITING_FOR_KAFKA || next == OutboxState.WAITING_FOR_DATABASE
              ? Level.WARNING
              : Level.INFO;
      LOG.log(level, "outbox {0}: {1}", settings.schema(), meaning(next));
      state = next;
    }
  }

  private String meaning(OutboxState next) {
    return switch (next) {
      case STARTING -> "starting";
      case ACTIVE -> "PostgreSQL and Kafka answer, changes go out at once";
      case STANDBY -> "PostgreSQL and Kafka answer, another instance sends the changes";
      case WAITING_FOR_KAFKA ->
          "Kafka does not answer at "
              + settings.kafka().get("bootstrap.servers")
              + ": start it, or set KAFKA_BOOTSTRAP_SERVERS to where it is; until then changes wait"
              + " in the database and nothing is lost";
      case WAITING_FOR_DATABASE ->
          "PostgreSQL does not answer at "
              + DatabaseAtStart.place(settings.jdbcUrl())
              + ": start it; until then calls are answered 503";
      case STOPPED -> "stopped";
    };
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void pause() throws InterruptedException {
    boolean unused = stop.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
  }
}
