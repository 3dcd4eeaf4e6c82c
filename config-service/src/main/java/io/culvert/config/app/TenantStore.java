package io.culvert.config.app;

import io.culvert.config.domain.Tenant;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where tenants are kept. */
public interface TenantStore {
  Uni<Optional<Tenant>> find(String id);

  /** The tenant, locked until the transaction ends. */
  Uni<Optional<Tenant>> lock(String id);

  /** All, in order of id. */
  Uni<List<Tenant>> all();

  /** Stores a new one; a conflict when the id is taken. */
  Uni<Void> insert(Tenant tenant);

  /** The ids of the tenants whose grace is over and still noted. */
  Uni<List<String>> gracesOver(Instant now);

  /** Writes a tenant that this transaction has locked. */
  Uni<Void> update(Tenant tenant);
}
