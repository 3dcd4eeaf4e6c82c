package io.culvert.config.domain;

/**
 * What an API token may do at an endpoint.
 *
 * @param access how far it goes
 */
public record Scope(Endpoint endpoint, Access access) {
  /** How far, by the names of the REST contract. */
  public enum Access {
    READ("read"),
    READ_WRITE("read+write");

    private final String label;

    Access(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** Whether someone who has this may do what needs that. */
    public boolean covers(Access needed) {
      return this == READ_WRITE || needed == READ;
    }
  }
}
