package io.culvert.auth.saml;

/**
 * This service as identity providers know it; all addresses follow from the first.
 *
 * @param url where browsers reach it, without a path: {@code https://login.example.com}
 */
public record ServiceProvider(String url) {
  /** Its entity identifier, and where its metadata is. */
  public String entityId() {
    return url + "/saml/metadata";
  }

  /** Where assertions are sent. */
  public String assertionConsumer() {
    return url + "/saml/acs";
  }

  /** Where log-outs are sent. */
  public String singleLogout() {
    return url + "/saml/slo";
  }
}
