package io.culvert.status.app;

import io.culvert.contract.TunnelStatus;

/** Whose tunnels a caller may see. */
public sealed interface Scope {
  /** Those of one tenant. */
  record Tenant(String id) implements Scope {}

  /** Those of all: an operator of the service. */
  record Everyone() implements Scope {}

  /** Whether this status may be seen. */
  default boolean covers(TunnelStatus status) {
    return switch (this) {
      case Tenant tenant -> tenant.id.equals(status.tenant());
      case Everyone _ -> true;
    };
  }
}
