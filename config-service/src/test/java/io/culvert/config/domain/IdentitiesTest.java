package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.SourceIdentity;
import io.culvert.contract.SourceIdentity.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.1.1, IPV4, 192.168.1.1",
    "' 192.168.1.1 ', IPV4, 192.168.1.1",
    "2001:DB8:0:0:0:0:0:1, IPV6, 2001:db8::1",
    "Router.Example.COM, FQDN, router.example.com",
    "router.example.com., FQDN, router.example.com",
    "router1, FQDN, router1",
    "bücher.example, FQDN, xn--bcher-kva.example",
    "Branch+7@Example.com, USER_FQDN, branch+7@example.com",
  })
  void identityIsReadIntoItsNormalForm(String text, Kind kind, String value) {
    assertThat(Identities.parse(text)).contains(new SourceIdentity(kind, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "*",
        "*.example.com",
        "256.1.1.1",
        "1.2.3",
        "01.2.3.4",
        "1.2.3.4.5",
        "::ffff:192.0.2.1",
        "fe80::1%eth0",
        ":::",
        "a b.example",
        "-a.example",
        "a..example",
        "user@",
        "@example.com",
        "user@192.0.2.1",
        "us er@example.com",
        "a@b@c",
        "a\u0000.example"
      })
  void textThatIsNoIdentityIsRefused(String text) {
    assertThat(Identities.parse(text)).isEmpty();
  }

  @Test
  void nameThatIsTooLongIsRefused() {
    assertThat(Identities.parse("a".repeat(64) + ".example")).isEmpty();
    assertThat(Identities.parse("a.".repeat(127) + "ab")).isEmpty();
    assertThat(Identities.parse("x".repeat(65_536))).isEmpty();
  }
}
