package io.culvert.config.api;

/** The realm roles. */
final class Roles {
  /** May change what is the tenant's. */
  static final String ADMIN = "admin";

  /** May read what is the tenant's. */
  static final String VIEWER = "viewer";

  /** Runs the service: POPs and tenants. */
  static final String OPERATOR = "operator";

  private Roles() {}
}
