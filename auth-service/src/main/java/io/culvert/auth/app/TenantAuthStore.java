package io.culvert.auth.app;

import io.culvert.auth.domain.TenantAuth;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where tenants' settings are kept. */
public interface TenantAuthStore {
  /** What the tenant has set; the initial value where it never set anything. */
  Uni<TenantAuth> read(String tenant);

  /**
   * Changes what a tenant has set: one at a time per tenant, with a new version and its {@code
   * auth-changes} event in the same transaction. A change that changes nothing leaves no event, but
   * for a tenant that is {@link #outdated}.
   *
   * @param change makes the new value; what it throws fails the answer and changes nothing
   */
  Uni<TenantAuth> change(String tenant, UnaryOperator<TenantAuth> change);

  /** Tenants whose gateways were told of another address or key of this service than it has now. */
  Uni<List<String>> outdated();
}
