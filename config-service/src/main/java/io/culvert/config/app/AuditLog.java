package io.culvert.config.app;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was written down, newest first. */
@ApplicationScoped
public class AuditLog {
  private static final int BATCH = 500;

  private final Transactions transactions;
  private final Store store;

  AuditLog(Transactions transactions, Store store) {
    this.transactions = transactions;
    this.store = store;
  }

  /**
   * An entry as it is stored. Kinds are texts here: an instance that knows more of them may be
   * writing into the same log.
   *
   * @param number grows with each entry
   * @param before fields as a JSON object
   * @param after fields as a JSON object
   */
  public record Entry(
      long number,
      Instant time,
      @Nullable String tenant,
      String actorKind,
      String actorId,
      String actorName,
      String address,
      String action,
      String objectType,
      String objectId,
      String objectName,
      String before,
      String after) {}

  /**
   * Which entries; null means any.
   *
   * @param tenant whose; null means everybody's and the operator's own
   * @param actor id or name
   * @param from the earliest time
   * @param to from when on no more
   */
  public record Filter(
      @Nullable String tenant,
      @Nullable String actor,
      @Nullable String action,
      @Nullable String objectType,
      @Nullable String objectId,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /** Where entries are kept. */
  public interface Store {
    /** Part of the entries, newest first. */
    Uni<Page<Entry>> list(Filter filter, Page.Range range);

    /** Some entries with a smaller number than that, newest first. */
    Uni<List<Entry>> before(Filter filter, long number, int limit);
  }

  /** Part of the entries, newest first. */
  public Uni<Page<Entry>> list(Filter filter, Page.Range range) {
    return transactions.run(() -> store.list(filter, range));
  }

  /**
   * All entries, newest first, read as fast as they are taken. No connection is held between two
   * batches, and as entries never change nothing is missed or told twice.
   *
   * @return once the first batch was read, so that a database that is away is noticed in time
   */
  public Uni<Multi<Entry>> all(Filter filter) {
    Cursor cursor = new Cursor();
    return next(filter, cursor)
        .map(
            first ->
                Multi.createBy()
                    .concatenating()
                    .streams(Multi.createFrom().iterable(first), rest(first, filter, cursor)));
  }

  private Multi<Entry> rest(List<Entry> first, Filter filter, Cursor cursor) {
    return first.size() < BATCH
        ? Multi.createFrom().empty()
        : Multi.createBy()
            .repeating()
            .uni(() -> next(filter, cursor))
            .whilst(batch -> batch.size() == BATCH)
            .onItem()
            .<Entry>disjoint();
  }

  private Uni<List<Entry>> next(Filter filter, Cursor cursor) {
    return transactions
        .run(() -> store.before(filter, cursor.last, BATCH))
        .invoke(
            batch -> {
              if (!batch.isEmpty()) {
                cursor.last = batch.getLast().number();
              }
            });
  }

  /** How far a reading has come. */
  private static final class Cursor {
    private long last = Long.MAX_VALUE;
  }
}
