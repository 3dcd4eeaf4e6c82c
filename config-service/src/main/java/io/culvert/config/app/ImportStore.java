package io.culvert.config.app;

import io.culvert.config.app.Import.Progress;
import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where imports are kept while they are reviewed and committed. Calls block, and each is a
 * transaction of its own.
 */
public interface ImportStore {
  Optional<Tenant> tenant(String id);

  PopCatalog pops();

  /** Stores a new import; a conflict when the tenant has one with its id. */
  void begin(Import begun);

  /** The tenant's tunnels of these names, by name. */
  Map<String, StoredTunnel> named(String tenant, Collection<String> sites);

  /** The tenant's next tunnels in order of id. */
  List<StoredTunnel> after(String tenant, long id, int most);

  /** Ids of tunnels that nobody has. */
  List<Long> nextIds(int count);

  /** Stores rows of a review. */
  void add(ImportKey key, List<ReviewedRow> rows, Progress progress);

  /**
   * Ends a review: a row whose identity or key another tunnel has becomes an error, and the rows
   * are counted.
   */
  void reviewed(ImportKey key);

  /** Removes an import and its rows. */
  void remove(ImportKey key);

  /** Empty also once it has expired. */
  Optional<Import> find(ImportKey key, Instant now);

  /**
   * Part of the rows in order of their lines.
   *
   * @param action only those; null means all
   */
  Page<ReviewedRow> rows(ImportKey key, @Nullable Action action, Page.Range range);

  /** Tells how far a commit is; what cannot be told is left out. */
  void progress(ImportKey key, Progress progress);

  /** Sets the state of an import that is being committed. */
  void broken(ImportKey key, Import.State state, @Nullable String reason);

  /**
   * Runs a commit in one transaction, while the catalogue stands still; a conflict when the import
   * is being committed by somebody else just now.
   */
  <T> T commit(ImportKey key, Function<ImportCommit, T> work);

  /** Removes the imports that have expired and on which nobody works. */
  int removeExpired(Instant now);

  /** Removes all but the latest of a tenant's imports on which nobody works. */
  int removeAllBut(int most, String tenant);
}
