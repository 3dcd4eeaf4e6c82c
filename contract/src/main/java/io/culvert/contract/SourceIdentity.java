package io.culvert.contract;

/**
 * The IKE identity a device presents (RFC 7296 §3.5), normalised by the writer: addresses in their
 * canonical text form, names in lower case and ASCII.
 *
 * @param kind which ID type
 * @param value the normalised text
 */
public record SourceIdentity(Kind kind, String value) {
  /** The ID types a tunnel may use. */
  public enum Kind {
    IPV4,
    IPV6,
    FQDN,
    USER_FQDN
  }

  public SourceIdentity {
    Checks.present(kind, "kind");
    Checks.text(value, "value");
  }
}
