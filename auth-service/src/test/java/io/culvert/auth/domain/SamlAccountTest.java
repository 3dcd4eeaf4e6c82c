package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamlAccountTest {
  private static final Instant NOW = Instant.parse("2050-01-01T00:00:00Z");
  private static final String URL = "https://idp.example.com/sso";

  @Test
  void anAccountIsReadAndItsCertificateDescribed() {
    SamlAccount account = account("  Example ", URL, "  " + Certificates.idp() + "\n\n", NOW);
    assertThat(account.name()).isEqualTo("Example");
    assertThat(account.alternateUserIdField()).isNull();
    IdpCertificate certificate = IdpCertificate.describe(account.idpCertificate()).getFirst();
    assertThat(certificate.subject()).isEqualTo("CN=idp.example.com");
    assertThat(certificate.sha256()).hasSize(64);
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                SamlAccount.of(
                    new SamlAccount.Input(
                        " ", "http://x", null, "no", "x".repeat(101), "a\u0007", "fax", "http://y"),
                    NOW));
    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactly(
            "name",
            "idpUrl",
            "idpEntityId",
            "idpCertificate",
            "alternateUserIdField",
            "groupAttribute",
            "binding",
            "idpLogoutUrl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.com/sso",
        "http://127.0.0.1.example.com/sso",
        "idp.example.com",
        "https:///sso",
        "https://user@idp.example.com/",
        "https://idp.example.com/#x",
        "https://idp example.com/",
        "javascript:alert(1)"
      })
  void aUrlThatIsNotHttpsIsRefused(String url) {
    assertThat(violations(url, Certificates.idp(), NOW))
        .extracting(Violation::field)
        .containsExactly("idpUrl");
  }

  @Test
  void aCertificateThatCannotBeUsedIsRefusedInWords() {
    String idp = Certificates.idp();
    assertThat(fault(null)).isEqualTo("is missing");
    assertThat(fault("MIIC")).contains("PEM");
    assertThat(fault(idp + "and more")).contains("nothing else");
    assertThat(fault(idp.repeat(6))).contains("at most 5");
    assertThat(fault(idp + Certificates.weak())).contains("2048");
    assertThat(fault(idp.replaceAll("MII", "AAA"))).contains("cannot be read");
    assertThat(fault("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n" + idp))
        .contains("private key");
    assertThat(fault(Certificates.weak())).contains("2048");
    assertThat(fault("A".repeat(20_000))).contains("at most");
  }

  @Test
  void aProviderOnThisMachineNeedsNoTls() {
    String url = "http://127.0.0.1:8080/realms/demo/protocol/saml";
    assertThat(account("x", url, Certificates.idp(), NOW).idpUrl()).isEqualTo(url);
  }

  @Test
  void severalCertificatesAreReadWhileTheProviderChangesThem() {
    SamlAccount account = account("x", URL, Certificates.idp() + Certificates.idp(), NOW);
    assertThat(IdpCertificate.describe(account.idpCertificate())).hasSize(2);
    assertThat(account.binding()).isEqualTo(SamlAccount.Binding.REDIRECT);
  }

  @Test
  void aCertificateOutsideItsTimeIsRefused() {
    assertThat(violations(URL, Certificates.idp(), Instant.parse("2300-01-01T00:00:00Z")))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .startsWith("expired on ");
    assertThat(violations(URL, Certificates.idp(), Instant.parse("2000-01-01T00:00:00Z")))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .startsWith("is not valid before ");
  }

  private static String fault(@Nullable String certificate) {
    return violations(URL, certificate, NOW).getFirst().message();
  }

  private static List<Violation> violations(String url, @Nullable String pem, Instant now) {
    return catchThrowableOfType(RefusedException.class, () -> account("x", url, pem, now))
        .violations();
  }

  private static SamlAccount account(
      String name, String url, @Nullable String certificate, Instant now) {
    return SamlAccount.of(
        new SamlAccount.Input(name, url, "urn:idp", certificate, null, null, null, null), now);
  }
}
