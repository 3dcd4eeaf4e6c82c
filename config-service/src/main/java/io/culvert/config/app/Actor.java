package io.culvert.config.app;

/**
 * Who does something, as the audit log names it.
 *
 * @param kind what it is
 * @param id the subject of the login or the id of the API token; empty for the service itself
 * @param name for people; a login or token may choose it freely
 * @param address where the call came from; empty for the service itself
 */
public record Actor(Kind kind, String id, String name, String address) {
  /** What acts. */
  public enum Kind {
    USER,
    TOKEN,
    SERVICE
  }

  /** The service, where nobody asked it to. */
  public static final Actor SERVICE = new Actor(Kind.SERVICE, "", "config-service", "");
}
