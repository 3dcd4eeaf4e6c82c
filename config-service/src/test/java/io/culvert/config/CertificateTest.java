package io.culvert.config;

import static io.culvert.config.Calls.OPERATOR_POPS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import io.culvert.contract.CertificateSeal;
import io.culvert.contract.PopCertificate;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedCertificateKey;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The root, and the intermediate that each POP gets of it. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CertificateTest {
  private static final String CERTIFICATES = "/api/v2/certificates";
  private static final String INTERMEDIATES = CERTIFICATES + "/intermediates";

  private static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static X509Certificate root() throws GeneralSecurityException {
    return certificate(
        given()
            .get(CERTIFICATES + "/root.der")
            .then()
            .statusCode(200)
            .contentType("application/pkix-cert")
            .extract()
            .asByteArray());
  }

  private static List<PopChange> told(String pop, int count) {
    return Records.of(Topic.POP_CHANGES, pop, count).stream()
        .map(entry -> Records.read(entry, PopChange.class))
        .toList();
  }

  private static PopCertificate last(String pop, int count) {
    return requireNonNull(told(pop, count).getLast().certificate());
  }

  private static List<X509Certificate> chain(PopCertificate told) throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    for (String base64 : told.chain()) {
      chain.add(certificate(Base64.getDecoder().decode(base64)));
    }
    return chain;
  }

  private static void assertOpens(PopCertificate told, PskSeal.KeyPair key, String pop)
      throws GeneralSecurityException {
    SealedCertificateKey sealed = requireNonNull(told.key());
    byte[] pkcs8 = CertificateSeal.open(sealed, key, pop, told.serial());
    X509Certificate own = chain(told).getFirst();
    PrivateKey secret =
        KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(secret);
    signature.update(pkcs8);
    byte[] proof = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(pkcs8);
    assertThat(signature.verify(proof)).isTrue();
  }

  @Test
  void theRootIsOneThatLastsAndAnybodyMayFetchItInEachForm() throws Exception {
    X509Certificate root = root();
    root.verify(root.getPublicKey());
    assertThat(root.getBasicConstraints()).isEqualTo(1);
    assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(root.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(7200)));
    String pem =
        given()
            .get(CERTIFICATES + "/root.pem")
            .then()
            .statusCode(200)
            .header("Content-Disposition", containsString("culvert-root.pem"))
            .extract()
            .asString();
    assertThat(pem)
        .startsWith("-----BEGIN CERTIFICATE-----\n")
        .hasLineCount(pem.split("\n").length);
    assertThat(certificate(pem.getBytes(StandardCharsets.US_ASCII))).isEqualTo(root);
    String digest =
        HexFormat.ofDelimiter(":")
            .withUpperCase()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(root.getEncoded()));
    var shown = given().get(CERTIFICATES + "/root").then().statusCode(200).extract().jsonPath();
    assertThat(shown.getString("result[0].sha256")).isEqualTo(digest);
    assertThat(shown.getString("result[0].subject")).contains("Culvert Root CA");
    assertThat(Instant.parse(shown.getString("result[0].notAfter")))
        .isEqualTo(root.getNotAfter().toInstant());
    assertThat(Instant.parse(shown.getString("result[0].notBefore"))).isBefore(Instant.now());
    assertThat(root()).isEqualTo(root);
  }

  @Test
  void aNewPopIsToldItsChainAndItsKeyThatOpensThereAlone() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    PopCertificate told = last(pop, 1);
    List<X509Certificate> chain = chain(told);
    assertThat(chain).hasSize(2).last().isEqualTo(root());
    X509Certificate own = chain.getFirst();
    assertThat(own.getSubjectX500Principal().getName()).contains("Culvert POP " + pop);
    assertThat(own.getBasicConstraints()).isZero();
    assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(told.serial()).isEqualTo(own.getSerialNumber().toString(16));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root(), null)));
    parameters.setRevocationEnabled(false);
    assertThat(
            CertPathValidator.getInstance("PKIX")
                .validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(own)),
                    parameters))
        .isNotNull();
    assertOpens(told, key, pop);
    assertThatThrownBy(() -> assertOpens(told, PskSeal.generate(), pop))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aPopThatGetsAnotherPublicKeyGetsItsCertificatesKeySealedToIt() throws Exception {
    String pop = pop();
    assertThat(last(pop, 1).key()).isNull();
    PskSeal.KeyPair key = PskSeal.generate();
    operator()
        .body("{\"publicKey\":\"%s\"}".formatted(key.publicKey()))
        .patch(OPERATOR_POPS + "/" + pop)
        .then()
        .statusCode(200);
    PopCertificate after = last(pop, 2);
    assertThat(after.chain()).isEqualTo(last(pop, 1).chain());
    assertOpens(after, key, pop);
  }

  @Test
  void anOperatorSeesTheCertificatesAndNobodyElseDoes() {
    String pop = pop();
    var shown = operator().get(INTERMEDIATES).then().statusCode(200).extract().jsonPath();
    assertThat(shown.getList("result.pop", String.class)).contains(pop);
    assertThat(shown.getList("result.origin", String.class)).contains("own");
    assertThat(shown.getString("result[0].chain")).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(shown.prettify()).doesNotContain("PRIVATE KEY").doesNotContain("k1.");
    admin("demo").get(INTERMEDIATES).then().statusCode(403);
    admin("demo").body("{}").put(INTERMEDIATES + "/" + pop).then().statusCode(403);
    admin("demo").delete(INTERMEDIATES + "/" + pop).then().statusCode(403);
    given().get(INTERMEDIATES).then().statusCode(401);
  }

  @Test
  void aPopThatTheServiceHadBeforeItHadCertificatesGetsOne() throws Exception {
    String pop = pop();
    try (var connection = Surroundings.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("delete from config.certificate where pop = '" + pop + "'");
    }
    List<PopChange> told = told(pop, 2);
    assertThat(told.getLast().version()).isEqualTo(2);
    assertThat(told.getLast().certificate())
        .isNotNull()
        .isNotEqualTo(told.getFirst().certificate());
  }
}
