package io.culvert.auth.domain;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names that a browser must reach before its user is logged in: without them the log-in would block
 * itself. The host of an account's address is always one. The large providers load scripts and
 * pictures of their log-in pages from names of their own, as their documents list them.
 */
public final class LoginHosts {
  private static final Map<String, List<String>> PROVIDERS =
      Map.of(
          "microsoftonline.com",
          List.of(
              "*.microsoftonline.com",
              "*.microsoftonline-p.com",
              "*.msauth.net",
              "*.msftauth.net",
              "*.msauthimages.net",
              "*.msftauthimages.net",
              "login.live.com",
              "login.windows.net",
              "device.login.microsoftonline.com",
              "enterpriseregistration.windows.net"),
          "okta.com",
          List.of("*.okta.com", "*.oktacdn.com"),
          "okta-emea.com",
          List.of("*.okta-emea.com", "*.oktacdn.com"),
          "oktapreview.com",
          List.of("*.oktapreview.com", "*.oktacdn.com"),
          "google.com",
          List.of("accounts.google.com", "accounts.youtube.com", "*.gstatic.com"),
          "onelogin.com",
          List.of("*.onelogin.com", "*.cdn-onelogin.com"),
          "pingone.com",
          List.of("*.pingone.com", "*.pingidentity.com"),
          "duosecurity.com",
          List.of("*.duosecurity.com"));

  private LoginHosts() {}

  /**
   * The names, each once.
   *
   * @param service the address of this service
   * @param accounts those that users log in with
   */
  public static List<String> of(String service, List<SamlAccount> accounts) {
    Set<String> hosts = new LinkedHashSet<>();
    hosts.add(host(service));
    for (SamlAccount account : accounts) {
      String host = host(account.idpUrl());
      hosts.add(host);
      if (account.idpLogoutUrl() != null) {
        hosts.add(host(account.idpLogoutUrl()));
      }
      PROVIDERS.forEach(
          (provider, names) -> {
            if (host.equals(provider) || host.endsWith("." + provider)) {
              hosts.addAll(names);
            }
          });
    }
    return new ArrayList<>(hosts);
  }

  private static String host(String url) {
    String host = URI.create(url).getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
