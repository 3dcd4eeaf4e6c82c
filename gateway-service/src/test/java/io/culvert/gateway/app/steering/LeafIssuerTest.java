package io.culvert.gateway.app.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeafIssuerTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.5Z");
  private static final Duration YEAR = Duration.ofDays(200);

  private static void assertTrusted(Leaf leaf, X509Certificate root, Instant at)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(leaf.chain()), parameters);
  }

  @Test
  void leafIsTrustedUnderTheRootWithWhatBrowsersAskFor() throws Exception {
    TestAuthority authority = new TestAuthority(NOW, YEAR);
    Leaf leaf = authority.issuer().issue("www.example.com", NOW);
    X509Certificate own = leaf.chain().getFirst();

    assertThat(leaf.chain().subList(1, leaf.chain().size()))
        .containsExactly(authority.intermediate);
    assertTrusted(leaf, authority.root, NOW);
    assertThat(own.getSubjectAlternativeNames()).containsExactly(List.of(2, "www.example.com"));
    assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=www.example.com");
    assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(own.getKeyUsage()).startsWith(true, false, false, false, false, false);
    assertThat(own.getBasicConstraints()).isEqualTo(-1);
    assertThat(own.getSerialNumber().bitLength()).isEqualTo(128);
    assertThat(own.getNotBefore()).isEqualTo(Instant.parse("2026-06-01T11:00:00Z"));
    assertThat(own.getNotAfter()).isEqualTo(Instant.parse("2026-06-06T12:00:00Z"));
    assertThat(leaf.key().getAlgorithm()).isEqualTo("EC");
    assertThat(leaf.toString()).isEqualTo("Leaf[CN=www.example.com]");
  }

  @Test
  void addressIsNamedAsOne() throws Exception {
    Leaf leaf = new TestAuthority(NOW, YEAR).issuer().issue("192.0.2.1", NOW);
    assertThat(leaf.chain().getFirst().getSubjectAlternativeNames())
        .containsExactly(List.of(7, "192.0.2.1"));
  }

  @Test
  void nameTooLongForASubjectIsNamedBesideIt() throws Exception {
    TestAuthority authority = new TestAuthority(NOW, YEAR);
    String name = "a".repeat(60) + "." + "b".repeat(60) + ".example";
    Leaf leaf = authority.issuer().issue(name, NOW);
    X509Certificate own = leaf.chain().getFirst();
    assertThat(own.getSubjectX500Principal().getName()).isEmpty();
    assertThat(own.getSubjectAlternativeNames()).containsExactly(List.of(2, name));
    assertThat(own.getCriticalExtensionOIDs()).contains("2.5.29.17");
    assertTrusted(leaf, authority.root, NOW);
  }

  @Test
  void leavesOfAnIssuerShareAKeyAndNoSerialNumber() throws Exception {
    LeafIssuer issuer = new TestAuthority(NOW, YEAR).issuer();
    X509Certificate one = issuer.issue("a.example", NOW).chain().getFirst();
    X509Certificate two = issuer.issue("a.example", NOW).chain().getFirst();
    assertThat(one.getPublicKey()).isEqualTo(two.getPublicKey());
    assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber());
  }

  @Test
  void leafEndsWithTheIntermediateAtTheLatest() throws Exception {
    TestAuthority authority = new TestAuthority(NOW, Duration.ofDays(2));
    assertThat(authority.issuer().issue("a.example", NOW).notAfter())
        .isEqualTo(authority.intermediate.getNotAfter().toInstant());
  }

  @Test
  void broughtIntermediateMayBeOfAnotherKind() throws Exception {
    for (String algorithm : List.of("RSA", "Ed25519")) {
      TestAuthority authority = new TestAuthority(NOW, YEAR, algorithm);
      assertTrusted(authority.issuer().issue("a.example", NOW), authority.root, NOW);
    }
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    TestAuthority authority = new TestAuthority(NOW, YEAR);
    byte[] other = TestAuthority.pair("EC").getPrivate().getEncoded();
    assertThatThrownBy(() -> LeafIssuer.of(authority.told(), other, new SecureRandom()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> LeafIssuer.of(authority.told(), new byte[] {1, 2}, new SecureRandom()))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
