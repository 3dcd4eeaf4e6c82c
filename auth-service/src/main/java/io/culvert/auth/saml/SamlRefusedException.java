package io.culvert.auth.saml;

/** A document is refused. */
public final class SamlRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final SamlRefusal refusal;

  SamlRefusedException(SamlRefusal refusal) {
    // Attackers cause these: no stack trace for each.
    super(refusal.sentence(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public SamlRefusal refusal() {
    return refusal;
  }
}
