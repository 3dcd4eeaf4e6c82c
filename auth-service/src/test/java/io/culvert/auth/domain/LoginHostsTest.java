package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginHostsTest {
  private static final String SERVICE = "https://login.example.net";

  @Test
  void theServiceAndTheProvidersAddressesAreAlwaysReachable() {
    assertThat(hosts("https://IdP.example.com:8443/sso", "https://out.example.com/slo"))
        .containsExactly("login.example.net", "idp.example.com", "out.example.com");
  }

  @Test
  void largeProvidersBringTheNamesTheirPagesLoadFrom() {
    assertThat(hosts("https://login.microsoftonline.com/x/saml2", null)).contains("*.msauth.net");
    assertThat(hosts("https://acme.okta.com/app/sso", null)).contains("*.oktacdn.com");
  }

  @Test
  void aNameThatOnlyEndsLikeAProvidersBringsNothingAlong() {
    assertThat(hosts("https://evilokta.com/sso", null))
        .containsExactly("login.example.net", "evilokta.com");
  }

  private static List<String> hosts(String url, @Nullable String logout) {
    SamlAccount account =
        new SamlAccount(
            1, "x", url, "urn:idp", "pem", null, null, SamlAccount.Binding.REDIRECT, logout);
    return LoginHosts.of(SERVICE, List.of(account));
  }
}
