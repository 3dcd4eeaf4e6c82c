package io.culvert.auth.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider users log in at.
 *
 * @param id unique in the tenant; 0 until it has one
 * @param name unique in the tenant
 * @param idpUrl where log-ins are sent, https
 * @param idpEntityId who must have issued an assertion
 * @param idpCertificate who must have signed it, PEM
 * @param alternateUserIdField the attribute that names the user; null means the NameID
 * @param groupAttribute the attribute that holds the user's groups; null means none
 */
public record SamlAccount(
    long id,
    String name,
    String idpUrl,
    String idpEntityId,
    String idpCertificate,
    @Nullable String alternateUserIdField,
    @Nullable String groupAttribute) {
  private static final int MAX_NAME = 100;
  private static final int MAX_URL = 2048;
  // SAML 2.0 Core §8.3.6: an entity identifier has at most 1,024 characters.
  private static final int MAX_ENTITY_ID = 1024;

  /**
   * An account from an input, without an id.
   *
   * @throws RefusedException with all that is wrong
   */
  public static SamlAccount of(
      @Nullable String name,
      @Nullable String idpUrl,
      @Nullable String idpEntityId,
      @Nullable String idpCertificate,
      @Nullable String alternateUserIdField,
      @Nullable String groupAttribute,
      Instant now) {
    Violations violations = new Violations();
    SamlAccount account =
        new SamlAccount(
            0,
            violations.required("name", name, MAX_NAME),
            url(violations, violations.required("idpUrl", idpUrl, MAX_URL)),
            violations.required("idpEntityId", idpEntityId, MAX_ENTITY_ID),
            IdpCertificate.normalise(violations, "idpCertificate", idpCertificate, now),
            violations.optional("alternateUserIdField", alternateUserIdField, MAX_NAME),
            violations.optional("groupAttribute", groupAttribute, MAX_NAME));
    violations.throwIfAny();
    return account;
  }

  SamlAccount withId(long given) {
    return new SamlAccount(
        given, name, idpUrl, idpEntityId, idpCertificate, alternateUserIdField, groupAttribute);
  }

  private static String url(Violations violations, String text) {
    if (text.isEmpty()) {
      return text;
    }
    try {
      URI url = new URI(text);
      String scheme = url.getScheme();
      if (scheme == null || !scheme.toLowerCase(Locale.ROOT).equals("https")) {
        violations.add("idpUrl", "must begin with https://");
      } else if (url.getHost() == null) {
        violations.add("idpUrl", "has no host name");
      } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
        violations.add("idpUrl", "must have neither a user name nor a fragment");
      }
    } catch (URISyntaxException e) {
      violations.add("idpUrl", "is not a URL");
    }
    return text;
  }
}
