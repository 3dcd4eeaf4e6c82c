package io.culvert.auth.saml;

import java.security.PublicKey;
import java.util.List;

/**
 * Who must have issued and signed a document.
 *
 * @param entityId its entity identifier
 * @param keys it may sign with; several while it changes its certificate
 */
public record IdentityProvider(String entityId, List<PublicKey> keys) {
  public IdentityProvider {
    keys = List.copyOf(keys);
  }
}
