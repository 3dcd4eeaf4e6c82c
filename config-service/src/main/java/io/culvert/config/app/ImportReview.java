package io.culvert.config.app;

import io.culvert.config.app.ReviewedRow.Action;
import io.culvert.config.app.ReviewedRow.Change;
import io.culvert.config.app.ReviewedRow.Target;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows of one file, a few at a time, in their order. It remembers which names,
 * identities and keys it has seen, not the rows.
 */
final class ImportReview {
  private static final String HIDDEN = "***";

  private final PskVault vault;
  private final PopCatalog pops;
  private final boolean force;
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> identities = new HashMap<>();
  private final Map<String, Integer> keys = new HashMap<>();

  ImportReview(PskVault vault, PopCatalog pops, boolean force) {
    this.vault = vault;
    this.pops = pops;
    this.force = force;
  }

  /** A row, the tunnel of its name (null when there is none), and the id of the tunnel. */
  record Candidate(ImportRow row, @Nullable StoredTunnel present, long id) {}

  /** What the rows would do. */
  List<ReviewedRow> review(List<Candidate> candidates) {
    // Reading and sealing are most of the work, and no row needs another one for it.
    List<ReviewedRow> alone = candidates.parallelStream().map(this::alone).toList();
    return alone.stream().map(this::amongOthers).toList();
  }

  private ReviewedRow alone(Candidate candidate) {
    ImportRow row = candidate.row();
    StoredTunnel present = candidate.present();
    TunnelSettings current = present == null ? null : present.tunnel().settings();
    TunnelDraft draft;
    try {
      draft = row.resolve(current, pops);
    } catch (RefusedException e) {
      return ReviewedRow.error(row.line(), row.site(), e.violations());
    }
    Optional<Violation> missing = obstacle(draft, current);
    return missing.isPresent()
        ? ReviewedRow.error(row.line(), row.site(), List.of(missing.get()))
        : resolved(candidate, draft);
  }

  private Optional<Violation> obstacle(TunnelDraft draft, @Nullable TunnelSettings current) {
    if (draft.psk() == null && current == null) {
      return Optional.of(wrong(TunnelColumn.PSK, "is needed for a new tunnel"));
    }
    List<String> wanted = draft.settings().pops();
    boolean moved = current == null || !current.pops().equals(wanted);
    return force || !moved
        ? Optional.empty()
        : pops.sharedDay(wanted).map(why -> wrong(TunnelColumn.FAILOVER_POP, why));
  }

  private ReviewedRow resolved(Candidate candidate, TunnelDraft draft) {
    StoredTunnel present = candidate.present();
    Psk psk = draft.psk();
    SealedSecret secret = psk == null ? null : vault.seal(candidate.id(), psk);
    List<Change> changes = new ArrayList<>();
    if (present != null) {
      changes.addAll(changes(present.tunnel().settings(), draft.settings()));
      if (secret != null && secret.digest().equals(present.secret().digest())) {
        secret = null;
      } else if (secret != null) {
        changes.add(new Change(TunnelColumn.PSK.label(), HIDDEN, HIDDEN));
      }
    }
    return new ReviewedRow(
        candidate.row().line(),
        draft.settings().site(),
        present == null ? Action.CREATE : changes.isEmpty() ? Action.UNCHANGED : Action.UPDATE,
        new Target(
            candidate.id(),
            present == null ? 0 : present.tunnel().version(),
            draft.settings(),
            secret),
        changes,
        List.of(),
        draft.warnings());
  }

  private static List<Change> changes(TunnelSettings from, TunnelSettings to) {
    List<Change> changes = new ArrayList<>();
    for (TunnelColumn column : TunnelColumn.values()) {
      if (!column.of(from).equals(column.of(to))) {
        changes.add(new Change(column.label(), column.of(from), column.of(to)));
      }
    }
    return changes;
  }

  /** The row, or the error that it is because an earlier one has the same. */
  private ReviewedRow amongOthers(ReviewedRow row) {
    List<Violation> errors = new ArrayList<>(row.errors());
    String site = row.site();
    if (site != null) {
      once(names, site, row.line(), TunnelColumn.NAME, errors);
    }
    Target tunnel = row.tunnel();
    if (tunnel != null) {
      String identity = tunnel.settings().identity().value();
      once(identities, identity, row.line(), TunnelColumn.IDENTITY, errors);
      SealedSecret secret = tunnel.secret();
      if (secret != null) {
        once(keys, secret.digest(), row.line(), TunnelColumn.PSK, errors);
      }
    }
    return errors.size() == row.errors().size() ? row : ReviewedRow.error(row.line(), site, errors);
  }

  private static void once(
      Map<String, Integer> seen,
      String value,
      int line,
      TunnelColumn column,
      List<Violation> errors) {
    Integer before = seen.putIfAbsent(value, line);
    if (before != null) {
      errors.add(wrong(column, "is the same as in line " + before));
    }
  }

  private static Violation wrong(TunnelColumn column, String message) {
    return new Violation(column.label(), message);
  }
}
