package io.culvert.config;

import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.config.TestCa.Plan;
import io.culvert.contract.CertificateSeal;
import io.culvert.contract.PopCertificate;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator brings the intermediate of a POP. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class BroughtCertificateTest {
  private static final String INTERMEDIATES = "/api/v2/certificates/intermediates";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String body(String certificate, String chain, String key) throws Exception {
    Map<String, String> fields = new HashMap<>();
    Stream.of(
            Map.entry("certificate", certificate), Map.entry("chain", chain), Map.entry("key", key))
        .filter(field -> !field.getValue().isEmpty())
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    return JSON.writeValueAsString(fields);
  }

  private static ValidatableResponse bring(String pop, String body) {
    return operator().body(body).put(INTERMEDIATES + "/" + pop).then();
  }

  private static PopCertificate told(String pop, int count) {
    return requireNonNull(
        Records.read(Records.of(Topic.POP_CHANGES, pop, count).getLast(), PopChange.class)
            .certificate());
  }

  @Test
  void theGatewaysAreToldWhatWasBroughtAndAfterwardsOneOfOurOwnAgain() throws Exception {
    PskSeal.KeyPair key = PskSeal.generate();
    String pop = pop(",\"publicKey\":\"%s\"".formatted(key.publicKey()));
    TestCa root = TestCa.root(Plan.good("Their Root", 2));
    TestCa middle = root.issue(Plan.good("Their Middle", 1));
    TestCa own = middle.issue(Plan.good("Their POP", 0));
    bring(pop, body(own.pem(), middle.pem() + "a comment\r\n" + root.pem(), own.key()))
        .statusCode(200)
        .body("result", equalTo("certificate replaced"))
        .body("data[0].origin", equalTo("brought"))
        .body("data[0].certificate.subject", equalTo("CN=Their POP"))
        .body("warnings", equalTo(null))
        .body(not(containsString("PRIVATE KEY")));
    PopCertificate told = told(pop, 2);
    assertThat(told.chain())
        .containsExactly(
            Base64.getEncoder().encodeToString(own.certificate().getEncoded()),
            Base64.getEncoder().encodeToString(middle.certificate().getEncoded()),
            Base64.getEncoder().encodeToString(root.certificate().getEncoded()));
    assertThat(CertificateSeal.open(requireNonNull(told.key()), key, pop, told.serial()))
        .isEqualTo(own.keys().getPrivate().getEncoded());

    operator()
        .delete(INTERMEDIATES + "/" + pop)
        .then()
        .statusCode(200)
        .body("data[0].origin", equalTo("own"));
    assertThat(told(pop, 3).chain()).hasSize(2).doesNotContain(told.chain().getFirst());
    operator().delete(INTERMEDIATES + "/" + pop).then().statusCode(404);
  }

  @Test
  void anRsaKeyIsTakenAndAnEndThatIsNearIsWarnedOf() throws Exception {
    Instant now = Instant.now();
    TestCa root = TestCa.root(Plan.good("RSA Root", 1).key("RSA", 2048).signed("SHA256withRSA"));
    TestCa own =
        root.issue(
            Plan.good("RSA POP", 0)
                .key("RSA", 2048)
                .signed("SHA256withRSA")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(5))));
    bring(pop(), body(own.pem(), root.pem(), own.key()))
        .statusCode(200)
        .body("warnings", hasItem(containsString("CN=RSA POP ends on")));
  }

  @Test
  void aPopThatIsNotThereIsNotGivenOne() throws Exception {
    TestCa root = TestCa.root(Plan.good("Root", 0));
    bring("nowhere", body(root.pem(), "", root.key())).statusCode(404);
    operator().delete(INTERMEDIATES + "/nowhere").then().statusCode(404);
  }

  static Stream<Arguments> mistakesOfForm() throws Exception {
    TestCa root = TestCa.root(Plan.good("Root", 1));
    TestCa good = root.issue(Plan.good("POP", 0));
    TestCa rsa = root.issue(Plan.good("RSA", 0).key("RSA", 2048));
    String encrypted = TestCa.pem("ENCRYPTED PRIVATE KEY", new byte[40]);
    String sec1 = TestCa.pem("EC PRIVATE KEY", new byte[40]);
    String noDer = TestCa.pem("CERTIFICATE", new byte[40]);
    String r = root.pem();
    return Stream.of(
        arguments("", r, good.key(), "certificate", "is needed"),
        arguments(good.pem(), r, "", "key", "is needed"),
        arguments("a certificate", r, good.key(), "certificate", "is not PEM"),
        arguments(good.key(), r, good.key(), "certificate", "nothing but X.509 certificates"),
        arguments(noDer, r, good.key(), "certificate", "nothing but X.509 certificates"),
        arguments(good.pem() + r, r, good.key(), "certificate", "must be one certificate"),
        arguments(good.pem(), "a chain", good.key(), "chain", "is not PEM"),
        arguments(good.pem(), r, root.key(), "key", "does not belong to the certificate"),
        arguments(good.pem(), r, rsa.key(), "key", "does not belong to the certificate"),
        arguments(good.pem(), r, encrypted, "key", "is encrypted"),
        arguments(good.pem(), r, sec1, "key", "must be PKCS #8"),
        arguments(good.pem(), r, "a key", "key", "is not PEM"));
  }

  static Stream<Arguments> mistakesOfChain() throws Exception {
    TestCa root = TestCa.root(Plan.good("Root", 1));
    TestCa good = root.issue(Plan.good("POP", 0));
    TestCa narrow = TestCa.root(Plan.good("Narrow", 0));
    TestCa middle = narrow.issue(Plan.good("Middle", 0));
    TestCa below = middle.issue(Plan.good("POP", 0));
    TestCa namesake = TestCa.root(Plan.good("Root", 1));
    String path = middle.pem() + narrow.pem();
    return Stream.of(
        arguments(good.pem(), "", good.key(), "chain", "does not end with a root"),
        arguments(good.pem(), narrow.pem(), good.key(), "chain", "certificate 1 did not issue"),
        arguments(good.pem(), namesake.pem(), good.key(), "chain", "certificate 1 did not issue"),
        arguments(below.pem(), path, below.key(), "chain", "certificate 1 has path length 0"));
  }

  static Stream<Arguments> mistakesOfContent() throws Exception {
    Instant now = Instant.now();
    TestCa root = TestCa.root(Plan.good("Root", 1));
    Plan good = Plan.good("POP", 0);
    return Stream.of(
            Map.entry(good.path(null), "is not a CA"),
            Map.entry(good.used(KeyUsage.cRLSign), "may not sign certificates"),
            Map.entry(good.valid(now.minusSeconds(9000), now.minusSeconds(60)), "expired on "),
            Map.entry(
                good.valid(now.plusSeconds(9000), now.plusSeconds(99000)), "is not valid before "),
            Map.entry(good.key("RSA", 1024), "has a weak key"),
            Map.entry(good.signed("SHA1withECDSA"), "is signed with SHA1WITHECDSA"))
        .map(
            mistake -> {
              TestCa bad = issued(root, mistake.getKey());
              return arguments(bad.pem(), root.pem(), bad.key(), "certificate", mistake.getValue());
            });
  }

  private static TestCa issued(TestCa root, Plan plan) {
    try {
      return root.issue(plan);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{3} {4}")
  @MethodSource({"mistakesOfForm", "mistakesOfChain", "mistakesOfContent"})
  void everyMistakeIsToldInWordsAndNothingOfTheKeyIs(
      String certificate, String chain, String key, String field, String message) throws Exception {
    String pop = Calls.sharedPop();
    ValidatableResponse answer = bring(pop, body(certificate, chain, key)).statusCode(400);
    answer.body(
        "violations.find { it.field == '%s' }.message".formatted(field), containsString(message));
    if (key.length() > 200) {
      answer.body(not(containsString(key.substring(60, 100))));
    }
  }

  @Test
  void manyMistakesAreToldAtOnce() throws Exception {
    Instant now = Instant.now();
    TestCa root = TestCa.root(Plan.good("Root", 1));
    TestCa bad =
        root.issue(
            Plan.good("POP", 0).path(null).valid(now.minusSeconds(900), now.minusSeconds(60)));
    bring(Calls.sharedPop(), body(bad.pem(), "", root.key()))
        .statusCode(400)
        .body("violations.size()", equalTo(4));
  }
}
