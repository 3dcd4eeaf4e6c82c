package io.culvert.config.app;

import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Where POPs are kept. */
public interface PopStore {
  /** All, in order of name. */
  Uni<List<Pop>> all();

  /** Stores a new one under an id nobody has; a conflict when the name is taken. */
  Uni<Pop> insert(PopSettings settings);

  /** Writes a POP that this transaction has locked. */
  Uni<Void> update(Pop pop);

  /** Removes a POP that this transaction has locked. */
  Uni<Void> delete(String name);

  /** The POP, locked until the transaction ends. */
  Uni<Optional<Pop>> lock(String name);
}
