package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Violation;
import io.culvert.outbox.OutboxEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transaction of a commit. It holds the catalogue still. */
public interface ImportCommit {
  /** The import, which nobody else commits now. */
  Import current();

  /** Its tenant, as it is now. */
  Tenant tenant();

  /** All POPs, as they are now. */
  PopCatalog pops();

  /** Locks the tunnels that are to be changed. */
  void lock();

  /**
   * What has changed since the review and stands against it, by line and column; the first few of
   * each kind.
   */
  List<Violation> changedSince();

  /** The pairs of POPs that the rows lead to. */
  List<Placement> placements();

  /** Writes what was reviewed. */
  void apply(Instant now);

  /** Writes into the audit log what {@link #apply} did, an entry a tunnel. */
  void audit(Actor actor, Instant now);

  /** Hands over the tunnels that {@link #apply} wrote, a few at a time, in order of their lines. */
  void forEachWritten(Consumer<List<StoredTunnel>> work);

  /** Stores events. */
  void add(List<OutboxEvent> events);

  /** Notes that all is done. */
  void committed();

  /**
   * Rows that lead to the same POPs.
   *
   * @param pops names, primary first
   * @param moved whether one of the tunnels has other POPs now or is to be made
   * @param mbps the highest limit of these rows; null when none has one
   * @param line of the first row
   */
  record Placement(List<String> pops, boolean moved, @Nullable Integer mbps, int line) {
    public Placement {
      pops = List.copyOf(pops);
    }
  }
}
