package io.culvert.config.app;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Runs work in one database transaction; stores and outbox join the one they are called in. Events
 * of tunnels are made of the catalogue (POPs and licences), so whoever makes one uses {@link
 * #runWithCatalogue}: then no POP or tenant changes between the reading and the commit, and the
 * mark that a change of the catalogue leaves on its tunnels misses none.
 */
public interface Transactions {
  /** The work's result once committed; rolled back when it fails. */
  <T> Uni<T> run(Supplier<Uni<T>> work);

  /** As {@link #run}, while the catalogue stands still; many may do so at once. */
  <T> Uni<T> runWithCatalogue(Supplier<Uni<T>> work);

  /** As {@link #run}, while no one else relies on the catalogue, to change it. */
  <T> Uni<T> runChangingCatalogue(Supplier<Uni<T>> work);
}
