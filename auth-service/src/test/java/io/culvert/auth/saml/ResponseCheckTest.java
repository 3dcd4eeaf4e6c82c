package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.culvert.auth.saml.Idp.Signing;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** Every check of the web browser SSO profile, one fault at a time, whatever is signed. */
class ResponseCheckTest {
  @ParameterizedTest
  @EnumSource
  void aGoodAnswerNamesItsUser(Signing signing) throws Exception {
    Answer answer = new Answer();
    assertThat(Idp.accept(Idp.signed(answer, signing)))
        .isEqualTo(
            new SamlUser(
                new NameId("ada@example.com", answer.format, Answer.IDP, Answer.SELF.entityId()),
                "s-1",
                Answer.NOW.plusSeconds(36_000),
                Map.of("groups", List.of("staff", "sales"), "mail", List.of("ada.l@example.com"))));
  }

  @ParameterizedTest
  @EnumSource
  void aKeyOfEitherCertificateMaySignWhileTheProviderChangesIt(Signing signing) throws Exception {
    IdentityProvider both =
        new IdentityProvider(Answer.IDP, List.of(Idp.STRANGER.getPublic(), Idp.KEY.getPublic()));
    byte[] answer = Idp.octets(Idp.signed(new Answer(), signing));
    assertThat(Idp.check().check(answer, both, Answer.REQUEST, Answer.NOW).nameId())
        .isEqualTo("ada@example.com");
  }

  @Test
  void anEllipticKeyMaySignToo() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pair = generator.generateKeyPair();
    Document document =
        Idp.signed(
            new Answer(),
            Signing.ASSERTION,
            pair.getPrivate(),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            Idp.SHA256);
    IdentityProvider idp =
        new IdentityProvider(Answer.IDP, List.of(Idp.KEY.getPublic(), pair.getPublic()));
    assertThat(Idp.check().check(Idp.octets(document), idp, Answer.REQUEST, Answer.NOW).nameId())
        .isEqualTo("ada@example.com");
  }

  @Test
  void theRequestThatAnAnswerIsToIsReadBeforeAnythingIsVerified() throws Exception {
    byte[] answer = Idp.octets(Idp.parse(new Answer().xml()));
    assertThat(ResponseCheck.inResponseTo(answer)).isEqualTo(Answer.REQUEST);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            fault("wrong Destination", SamlRefusal.DESTINATION, a -> a.destination = "https://x/"),
            fault("no Destination", SamlRefusal.DESTINATION, a -> a.destination = null),
            fault("wrong InResponseTo", SamlRefusal.IN_RESPONSE_TO, a -> a.inResponseTo = "_other"),
            fault("no InResponseTo", SamlRefusal.IN_RESPONSE_TO, a -> a.inResponseTo = null),
            fault("status", SamlRefusal.STATUS, a -> a.status = SamlNames.SUCCESS + "x"),
            fault("wrong Issuer of response", SamlRefusal.ISSUER, a -> a.responseIssuer = "x"),
            fault("wrong Issuer", SamlRefusal.ISSUER, a -> a.issuer = Answer.IDP + "/"),
            fault("no name", SamlRefusal.SUBJECT, a -> a.nameId = " "),
            fault("method", SamlRefusal.SUBJECT, a -> a.method = a.method.replace("bearer", "key")),
            fault("wrong Recipient", SamlRefusal.RECIPIENT, a -> a.recipient = "https://x/"),
            fault("no Recipient", SamlRefusal.RECIPIENT, a -> a.recipient = null),
            fault("other request confirmed", SamlRefusal.IN_RESPONSE_TO, a -> a.confirms = "_o"),
            fault("no request confirmed", SamlRefusal.IN_RESPONSE_TO, a -> a.confirms = null),
            fault("no NotOnOrAfter", SamlRefusal.NO_EXPIRY, a -> a.confirmedUntil = null),
            fault("expired", SamlRefusal.EXPIRED, a -> a.confirmedUntil = before(121)),
            fault("conditions expired", SamlRefusal.EXPIRED, a -> a.notOnOrAfter = before(121)),
            fault("session over", SamlRefusal.EXPIRED, a -> a.sessionUntil = before(121)),
            fault("no time", SamlRefusal.EXPIRED, a -> a.notOnOrAfter = "tomorrow"),
            fault("not yet", SamlRefusal.NOT_YET_VALID, a -> a.notBefore = before(-121)),
            fault("not yet issued", SamlRefusal.NOT_YET_VALID, a -> a.issued = before(-121)),
            fault(
                "wrong Audience", SamlRefusal.AUDIENCE, a -> a.audience = "https://other.example"),
            fault("no Audience", SamlRefusal.AUDIENCE, a -> a.audience = null),
            fault(
                "one of two Audience restrictions",
                SamlRefusal.AUDIENCE,
                a ->
                    a.moreConditions =
                        "<saml:AudienceRestriction><saml:Audience>x</saml:Audience>"
                            + "</saml:AudienceRestriction>"),
            fault(
                "unknown condition",
                SamlRefusal.CONDITION,
                a -> a.moreConditions = "<saml:Condition/>"),
            fault("not authenticated", SamlRefusal.NO_AUTHENTICATION, a -> a.authenticated = false))
        .flatMap(
            fault ->
                Stream.of(Signing.values())
                    .map(signing -> Arguments.of(fault[0], signing, fault[1], fault[2])));
  }

  private static Object[] fault(String name, SamlRefusal refusal, Consumer<Answer> change) {
    return new Object[] {name, refusal, change};
  }

  private static String before(int seconds) {
    return Answer.NOW.minusSeconds(seconds).toString();
  }

  @ParameterizedTest(name = "{0}, {1} signed")
  @MethodSource("faults")
  void aFaultIsRefusedForWhatItIs(
      String name, Signing signing, SamlRefusal refusal, Consumer<Answer> change) {
    Answer answer = new Answer();
    change.accept(answer);
    assertThat(refusal(Idp.signed(answer, signing))).as(name).isEqualTo(refusal);
  }

  @Test
  void clocksMayDifferByTwoMinutes() throws Exception {
    Answer answer = new Answer();
    answer.confirmedUntil = before(119);
    answer.notOnOrAfter = before(119);
    answer.notBefore = before(-119);
    answer.issued = before(-119);
    assertThat(Idp.accept(Idp.signed(answer, Signing.BOTH)).nameId()).isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfTomorrowIsRefusedToday(Signing signing) throws Exception {
    byte[] answer = Idp.octets(Idp.signed(new Answer(), signing));
    Instant tomorrow = Answer.NOW.plus(Duration.ofDays(1));
    var refused =
        catchThrowableOfType(
            SamlRefusedException.class,
            () -> Idp.check().check(answer, Idp.trusted(), Answer.REQUEST, tomorrow));
    assertThat(refused.refusal()).isEqualTo(SamlRefusal.EXPIRED);
  }

  @Test
  void everyRefusalHasASentenceOfItsOwn() {
    assertThat(Stream.of(SamlRefusal.values()).map(SamlRefusal::sentence))
        .doesNotHaveDuplicates()
        .allMatch(sentence -> sentence.matches("[A-Z].*[.?]"));
  }

  static SamlRefusal refusal(Document document) {
    return refusal(Idp.octets(document));
  }

  static SamlRefusal refusal(byte[] document) {
    return catchThrowableOfType(
            SamlRefusedException.class,
            () -> Idp.check().check(document, Idp.trusted(), Answer.REQUEST, Answer.NOW))
        .refusal();
  }
}
