package io.culvert.config.app;

import io.culvert.config.app.Import.Phase;
import io.culvert.config.app.Import.Progress;
import io.culvert.config.app.Import.State;
import io.culvert.config.app.ImportPublication.Signature;
import io.culvert.config.app.ImportReview.Candidate;
import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Imports files of tunnels in two steps: a review that changes nothing, and a commit of exactly
 * what was reviewed. Calls block; nobody else's import is seen.
 */
@ApplicationScoped
public class ImportService {
  private static final int BATCH = 2_000;

  /** Imports of one tenant that are kept. */
  static final int MOST = 20;

  private final ImportStore store;
  private final ImportPublication publication;
  private final PskVault vault;
  private final Clock clock;
  private final Duration kept;

  ImportService(
      ImportStore store,
      ImportPublication publication,
      PskVault vault,
      Clock clock,
      ImportSettings settings) {
    this.store = store;
    this.publication = publication;
    this.vault = vault;
    this.clock = clock;
    this.kept = settings.kept();
  }

  /**
   * Reads a file to its end and keeps what it would do.
   *
   * @param id by which the caller wants to know the import
   * @param force whether two POPs that share metro and release day are accepted
   */
  public Import review(Caller caller, UUID id, ImportFile file, boolean force) {
    Tenant tenant = licensed(caller);
    ImportKey key = new ImportKey(tenant.id(), id);
    // Each is a hundred megabytes at most, and nobody commits what is so far behind.
    int unused = store.removeAllBut(MOST - 1, tenant.id());
    store.begin(Import.begun(key, force, clock.instant().plus(kept)));
    try {
      int rows = read(key, file, new ImportReview(vault, store.pops(), force));
      store.progress(key, new Progress(Phase.CHECK, 0, rows));
      store.reviewed(key);
    } catch (RuntimeException e) {
      forget(key, e);
      throw e;
    }
    return find(caller, id);
  }

  /** What cannot be removed now is removed when it expires. */
  private void forget(ImportKey key, RuntimeException cause) {
    try {
      store.remove(key);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** While the database takes some rows the next ones are looked at. */
  private int read(ImportKey key, ImportFile file, ImportReview review) {
    int done = 0;
    try (ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())) {
      CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
      List<ImportRow> rows = file.next(BATCH);
      while (!rows.isEmpty()) {
        List<ReviewedRow> reviewed = review.review(candidates(key.tenant(), rows));
        done += rows.size();
        Progress progress = new Progress(Phase.READ, done, Math.max(done, file.estimate()));
        await(written);
        written = CompletableFuture.runAsync(() -> store.add(key, reviewed, progress), writer);
        rows = file.next(BATCH);
      }
      await(written);
    }
    return done;
  }

  private static void await(CompletableFuture<Void> written) {
    try {
      written.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Ids that are not used in the end leave a gap, which is fine. */
  private List<Candidate> candidates(String tenant, List<ImportRow> rows) {
    List<String> sites = rows.stream().map(ImportRow::site).filter(Objects::nonNull).toList();
    Map<String, StoredTunnel> present = new HashMap<>(store.named(tenant, sites));
    int made = (int) sites.stream().filter(site -> !present.containsKey(site)).count();
    Iterator<Long> ids = store.nextIds(made).iterator();
    List<Candidate> candidates = new ArrayList<>(rows.size());
    for (ImportRow row : rows) {
      String site = row.site();
      StoredTunnel tunnel = site == null ? null : present.get(site);
      long id = tunnel != null ? tunnel.tunnel().id() : site == null ? 0 : ids.next();
      candidates.add(new Candidate(row, tunnel, id));
    }
    return candidates;
  }

  /** An import. */
  public Import find(Caller caller, UUID id) {
    requireKnown(caller);
    return store
        .find(new ImportKey(caller.tenant(), id), clock.instant())
        .orElseThrow(
            () ->
                RefusedException.because(
                    Reason.NOT_FOUND, "there is no such import; they are kept for a while only"));
  }

  /**
   * Part of an import's rows, in order of their lines.
   *
   * @param action only those; null means all
   */
  public Page<ReviewedRow> rows(Import found, @Nullable Action action, Page.Range range) {
    return store.rows(found.key(), action, range);
  }

  /** Does all that was reviewed, or nothing. */
  public Import commit(Caller caller, UUID id) {
    licensed(caller);
    Import found = find(caller, id);
    requireNoObstacle(found);
    ImportKey key = found.key();
    try {
      store.commit(key, commit -> commit(caller, key, commit));
    } catch (RefusedException e) {
      // What has changed under a review stays changed; a licence may come back.
      boolean outdated = e.reason() == Reason.CONFLICT;
      store.broken(key, outdated ? State.FAILED : State.REVIEWED, outdated ? e.detail() : null);
      throw e;
    }
    return find(caller, id);
  }

  private Import commit(Caller caller, ImportKey key, ImportCommit commit) {
    Tenant tenant = commit.tenant();
    TunnelService.requireLicence(tenant);
    Import now = commit.current();
    requireNoObstacle(now);
    publication.run(
        commit,
        now,
        tenant,
        new Signature(caller.actor(), clock.instant()),
        progress -> store.progress(key, progress));
    return now;
  }

  private static void requireNoObstacle(Import found) {
    found
        .obstacle()
        .ifPresent(
            why -> {
              throw RefusedException.because(Reason.CONFLICT, why);
            });
  }

  /** Forgets the imports that have expired. */
  public int removeExpired() {
    return store.removeExpired(clock.instant());
  }

  /** The caller's tenant; refused when the operator has not made it. */
  Tenant requireKnown(Caller caller) {
    return store.tenant(caller.tenant()).orElseThrow(Tenants::unknown);
  }

  private Tenant licensed(Caller caller) {
    Tenant tenant = requireKnown(caller);
    TunnelService.requireLicence(tenant);
    return tenant;
  }
}
