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
 * @param idpCertificate who must have signed it, PEM; several while the provider changes it
 * @param alternateUserIdField the attribute that names the user; null means the NameID
 * @param groupAttribute the attribute that holds the user's groups; null means none
 * @param binding how log-ins are sent
 * @param idpLogoutUrl where log-outs are sent, as a redirect, https; null means nowhere
 */
public record SamlAccount(
    long id,
    String name,
    String idpUrl,
    String idpEntityId,
    String idpCertificate,
    @Nullable String alternateUserIdField,
    @Nullable String groupAttribute,
    Binding binding,
    @Nullable String idpLogoutUrl) {
  private static final int MAX_NAME = 100;
  private static final int MAX_URL = 2048;
  // SAML 2.0 Core §8.3.6: an entity identifier has at most 1,024 characters.
  private static final int MAX_ENTITY_ID = 1024;

  /** How a request goes to the identity provider (SAML Bindings §3.4 and §3.5). */
  public enum Binding {
    REDIRECT,
    POST
  }

  @SuppressWarnings("NullAway") // Accounts that were stored before there was a choice.
  public SamlAccount {
    binding = binding == null ? Binding.REDIRECT : binding;
  }

  /** The fields of an account as somebody typed them; absent ones are null. */
  public record Input(
      @Nullable String name,
      @Nullable String idpUrl,
      @Nullable String idpEntityId,
      @Nullable String idpCertificate,
      @Nullable String alternateUserIdField,
      @Nullable String groupAttribute,
      @Nullable String binding,
      @Nullable String idpLogoutUrl) {}

  /**
   * An account from an input, without an id.
   *
   * @throws RefusedException with all that is wrong
   */
  public static SamlAccount of(Input input, Instant now) {
    Violations violations = new Violations();
    SamlAccount account =
        new SamlAccount(
            0,
            violations.required("name", input.name, MAX_NAME),
            url(violations, "idpUrl", violations.required("idpUrl", input.idpUrl, MAX_URL)),
            violations.required("idpEntityId", input.idpEntityId, MAX_ENTITY_ID),
            IdpCertificate.normalise(violations, "idpCertificate", input.idpCertificate, now),
            violations.optional("alternateUserIdField", input.alternateUserIdField, MAX_NAME),
            violations.optional("groupAttribute", input.groupAttribute, MAX_NAME),
            binding(violations, input.binding),
            logoutUrl(violations, input.idpLogoutUrl));
    violations.throwIfAny();
    return account;
  }

  SamlAccount withId(long given) {
    return new SamlAccount(
        given,
        name,
        idpUrl,
        idpEntityId,
        idpCertificate,
        alternateUserIdField,
        groupAttribute,
        binding,
        idpLogoutUrl);
  }

  /** Without TLS only within one machine, where somebody tries the service out. */
  private static boolean isSafe(String scheme, @Nullable String host) {
    return scheme.equals("https")
        || (scheme.equals("http") && ("127.0.0.1".equals(host) || "localhost".equals(host)));
  }

  private static Binding binding(Violations violations, @Nullable String text) {
    if (text == null || text.isBlank() || text.strip().equalsIgnoreCase("redirect")) {
      return Binding.REDIRECT;
    }
    if (!text.strip().equalsIgnoreCase("post")) {
      violations.add("binding", "must be redirect or post");
    }
    return Binding.POST;
  }

  private static @Nullable String logoutUrl(Violations violations, @Nullable String text) {
    String url = violations.optional("idpLogoutUrl", text, MAX_URL);
    return url == null ? null : url(violations, "idpLogoutUrl", url);
  }

  private static String url(Violations violations, String field, String text) {
    if (text.isEmpty()) {
      return text;
    }
    try {
      URI url = new URI(text);
      String scheme = url.getScheme();
      if (scheme == null || !isSafe(scheme.toLowerCase(Locale.ROOT), url.getHost())) {
        violations.add(field, "must begin with https://");
      } else if (url.getHost() == null) {
        violations.add(field, "has no host name");
      } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
        violations.add(field, "must have neither a user name nor a fragment");
      }
    } catch (URISyntaxException e) {
      violations.add(field, "is not a URL");
    }
    return text;
  }
}
