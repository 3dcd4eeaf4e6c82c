package io.culvert.config.app;

import io.culvert.config.domain.TunnelSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;

/** All tunnels of a tenant, a few at a time. Calls block. */
@ApplicationScoped
public class TunnelExport {
  private static final int BATCH = 1_000;

  private final ImportStore store;
  private final ImportService imports;

  TunnelExport(ImportStore store, ImportService imports) {
    this.store = store;
    this.imports = imports;
  }

  /** Refuses a caller whose tenant the operator has not made. */
  public void requireKnown(Caller caller) {
    imports.requireKnown(caller);
  }

  /** Hands over the tunnels in order of id. */
  public void each(Caller caller, Consumer<TunnelSettings> target) {
    List<StoredTunnel> some = store.after(caller.tenant(), 0, BATCH);
    while (!some.isEmpty()) {
      some.forEach(stored -> target.accept(stored.tunnel().settings()));
      some = store.after(caller.tenant(), some.getLast().tunnel().id(), BATCH);
    }
  }
}
