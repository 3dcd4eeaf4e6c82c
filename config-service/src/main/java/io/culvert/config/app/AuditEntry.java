package io.culvert.config.app;

import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made.
 *
 * @param tenant whose log it is in; null for the operator's alone
 * @param actor who
 * @param action what was done
 * @param type to what kind of thing
 * @param id which one
 * @param name its name for people
 * @param difference what is different since; without secrets
 */
public record AuditEntry(
    @Nullable String tenant,
    Actor actor,
    Action action,
    ObjectType type,
    String id,
    String name,
    Difference difference) {

  /** What can be done. */
  public enum Action {
    CREATE,
    UPDATE,
    DELETE,
    ROTATE,
    RETIRE,
    REVOKE
  }

  /** What it can be done to. */
  public enum ObjectType {
    TUNNEL,
    POP,
    TENANT,
    TOKEN,
    CERTIFICATE
  }
}
