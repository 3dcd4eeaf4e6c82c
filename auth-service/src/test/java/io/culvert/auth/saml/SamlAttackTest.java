package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.auth.saml.Idp.Signing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.transforms.params.XPathContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The attacks of docs/bad-inputs.md on signed answers, with each way of signing. */
class SamlAttackTest {
  private static final String DS = SamlNames.SIGNATURE;

  static Stream<Arguments> wrappings() {
    return Stream.of(Wrapping.values())
        .flatMap(one -> Stream.of(Signing.values()).map(signing -> Arguments.of(one, signing)));
  }

  @ParameterizedTest(name = "{0}, {1} signed")
  @MethodSource("wrappings")
  void aSignatureThatIsWrappedIsRefused(Wrapping wrapping, Signing signing) {
    Document document = Idp.signed(new Answer(), signing);
    wrapping.wrap(document);
    assertThat(Idp.text(document)).contains(Wrapping.VICTIM);
    assertThat(ResponseCheckTest.refusal(document)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void aChangedNameIsRefused(Signing signing) {
    String text = Idp.text(Idp.signed(new Answer(), signing));
    assertThat(refusal(text.replace("ada@example.com", Wrapping.VICTIM)))
        .isEqualTo(SamlRefusal.SIGNATURE_WRONG);
  }

  @ParameterizedTest
  @EnumSource
  void aCommentInANameIsRefused(Signing signing) {
    Answer answer = new Answer();
    answer.nameId = "ceo@example.com.evil.example";
    String text = Idp.text(Idp.signed(answer, signing));
    assertThat(refusal(text.replace("com.evil", "com<!---->.evil"))).isEqualTo(SamlRefusal.COMMENT);
    assertThat(refusal(text.replace("com.evil", "com<?x y?>.evil"))).isEqualTo(SamlRefusal.COMMENT);
  }

  @ParameterizedTest
  @EnumSource
  void aCommentInADigestIsRefused(Signing signing) {
    String text = Idp.text(Idp.signed(new Answer(), signing));
    assertThat(refusal(text.replaceFirst("<ds:DigestValue>", "<ds:DigestValue>AAAA<!-- -->")))
        .isEqualTo(SamlRefusal.COMMENT);
  }

  @ParameterizedTest
  @EnumSource
  void aTypeDeclarationIsRefusedWhateverItDeclares(Signing signing) {
    String text = Idp.text(Idp.signed(new Answer(), signing));
    for (String declaration :
        List.of(
            "<!DOCTYPE r>",
            "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/x.dtd\">",
            "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE r [<!ENTITY a \"b\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
            "<!DOCTYPE r [<!ATTLIST r x CDATA \"y\">]>")) {
      assertThat(refusal(declaration + text)).isEqualTo(SamlRefusal.DOCTYPE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anElementThatTwoReadersTakeForAnotherIsRefused(Signing signing) {
    String text = Idp.text(Idp.signed(new Answer(), signing));
    assertThat(refusal(text.replaceFirst("<saml:NameID", "<saml:NameID ID=\"_response-1\"")))
        .isEqualTo(SamlRefusal.DUPLICATE_ID);
    assertThat(refusal(text.replaceFirst("<saml:NameID", "<saml:NameID Id=\"_assertion-1\"")))
        .isEqualTo(SamlRefusal.DUPLICATE_ID);
    assertThat(refusal(text.replaceFirst("<saml:NameID", "<saml:NameID xml:id=\"_x\"")))
        .isEqualTo(SamlRefusal.DUPLICATE_ID);
  }

  @ParameterizedTest
  @EnumSource
  void aSecondSignedInfoReferenceOrDigestIsRefused(Signing signing) {
    for (String name : List.of("SignedInfo", "Reference", "DigestValue", "SignatureValue")) {
      Document document = Idp.signed(new Answer(), signing);
      Element element = Idp.first(document, DS, name);
      element.getParentNode().insertBefore(element.cloneNode(true), element);
      assertThat(refusal(Idp.text(document)))
          .as(name)
          .isIn(SamlRefusal.SIGNATURE_SHAPE, SamlRefusal.DUPLICATE_ID);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReferenceToTheWholeDocumentIsRefused(Signing signing) {
    for (String uri : List.of("", "#_other", "#xpointer(/)", "file:///etc/passwd")) {
      Document document = Idp.signed(new Answer(), signing);
      Idp.first(document, DS, "Reference").setAttribute("URI", uri);
      assertThat(refusal(Idp.text(document))).isEqualTo(SamlRefusal.SIGNATURE_SHAPE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Response", "Assertion"})
  void whatIsCanonicalisedToNothingIsRefusedThoughItsSignatureVerifies(String name)
      throws Exception {
    Document document = Idp.parse(new Answer().xml());
    Element signed =
        name.equals("Response") ? document.getDocumentElement() : Idp.assertion(document);
    XPathContainer nothing = new XPathContainer(document);
    nothing.setXPath("false()");
    Transforms transforms = new Transforms(document);
    transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
    transforms.addTransform(Transforms.TRANSFORM_XPATH, nothing.getElementPlusReturns());
    Idp.sign(signed, Idp.KEY.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256, transforms);
    assertThat(refusal(Idp.text(document))).isEqualTo(SamlRefusal.SIGNATURE_SHAPE);
  }

  @ParameterizedTest
  @EnumSource
  void canonicalisationThatKeepsCommentsOrContextIsRefused(Signing signing) {
    for (String method :
        List.of(
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/2006/12/xml-c14n11",
            SamlNames.EXCLUSIVE_C14N + "WithComments",
            "http://www.w3.org/TR/1999/REC-xslt-19991116")) {
      Document document = Idp.signed(new Answer(), signing);
      Idp.first(document, DS, "CanonicalizationMethod").setAttribute("Algorithm", method);
      assertThat(refusal(Idp.text(document))).isEqualTo(SamlRefusal.SIGNATURE_ALGORITHM);
      Document other = Idp.signed(new Answer(), signing);
      SamlXml.children(Idp.first(other, DS, "Transforms")).get(1).setAttribute("Algorithm", method);
      assertThat(refusal(Idp.text(other))).isEqualTo(SamlRefusal.SIGNATURE_SHAPE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalAssertionsAreRefused(Signing signing) {
    Answer answer = new Answer();
    Document document = Idp.parse(answer.xml());
    Element second = (Element) Idp.assertion(document).cloneNode(true);
    second.setAttribute("ID", "_assertion-2");
    document.getDocumentElement().appendChild(second);
    if (signing != Signing.RESPONSE) {
      Idp.sign(Idp.assertion(document), Idp.KEY.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256);
      Idp.sign(second, Idp.KEY.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256);
    }
    if (signing != Signing.ASSERTION) {
      Idp.sign(
          document.getDocumentElement(), Idp.KEY.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256);
    }
    assertThat(refusal(Idp.text(document))).isEqualTo(SamlRefusal.ASSERTIONS);
  }

  @Test
  void anUnsignedResponseWithTheSignedAssertionOfAnotherIsRefused() {
    Answer other = new Answer();
    other.inResponseTo = "_other";
    other.confirms = "_other";
    Document document = Idp.signed(other, Signing.ASSERTION);
    document.getDocumentElement().setAttribute("InResponseTo", Answer.REQUEST);
    assertThat(refusal(Idp.text(document))).isEqualTo(SamlRefusal.IN_RESPONSE_TO);
  }

  @Test
  void anAnswerWithoutASignatureIsRefused() {
    assertThat(refusal(new Answer().xml())).isEqualTo(SamlRefusal.NOT_SIGNED);
  }

  @ParameterizedTest
  @EnumSource
  void shaOneIsRefused(Signing signing) {
    String sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
    assertThat(signedBy(XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA1, Idp.SHA256, signing))
        .isEqualTo(SamlRefusal.SIGNATURE_ALGORITHM);
    assertThat(signedBy(SamlNames.RSA_SHA256, sha1, signing))
        .isEqualTo(SamlRefusal.SIGNATURE_ALGORITHM);
  }

  private static SamlRefusal signedBy(String method, String digest, Signing signing) {
    return ResponseCheckTest.refusal(
        Idp.signed(new Answer(), signing, Idp.KEY.getPrivate(), method, digest));
  }

  @ParameterizedTest
  @EnumSource
  void hmacWithThePublicKeyIsRefused(Signing signing) {
    SecretKeySpec key = new SecretKeySpec(Idp.KEY.getPublic().getEncoded(), "HmacSHA256");
    Document document =
        Idp.signed(new Answer(), signing, key, XMLSignature.ALGO_ID_MAC_HMAC_SHA256, Idp.SHA256);
    assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.SIGNATURE_ALGORITHM);
  }

  @ParameterizedTest
  @EnumSource
  void theKeyThatADocumentBringsAlongIsRefused(Signing signing) throws Exception {
    for (String content : List.of("<ds:KeyValue/>", retrieval("file:///etc/passwd"), bringKey())) {
      Document document =
          Idp.signed(
              new Answer(), signing, Idp.STRANGER.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256);
      String text =
          Idp.text(document)
              .replace(
                  "</ds:SignatureValue>",
                  "</ds:SignatureValue><ds:KeyInfo>" + content + "</ds:KeyInfo>");
      assertThat(refusal(text)).isEqualTo(SamlRefusal.SIGNATURE_WRONG);
    }
  }

  private static String retrieval(String uri) {
    return "<ds:RetrievalMethod URI=\"" + uri + "\"/>";
  }

  private static String bringKey() {
    var key = (java.security.interfaces.RSAPublicKey) Idp.STRANGER.getPublic();
    Base64.Encoder base64 = Base64.getEncoder();
    return "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>"
        + base64.encodeToString(key.getModulus().toByteArray())
        + "</ds:Modulus><ds:Exponent>"
        + base64.encodeToString(key.getPublicExponent().toByteArray())
        + "</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>";
  }

  @ParameterizedTest
  @EnumSource
  void aRetrievalMethodIsNeverFollowed(Signing signing) throws Exception {
    String text =
        Idp.text(Idp.signed(new Answer(), signing))
            .replaceFirst(
                "</ds:SignatureValue>",
                "</ds:SignatureValue><ds:KeyInfo>"
                    + retrieval("http://127.0.0.1:9/never")
                    + "</ds:KeyInfo>");
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    // The key information is not signed and not read: who adds some changes nothing.
    assertThat(Idp.check().check(octets, Idp.trusted(), Answer.REQUEST, Answer.NOW).nameId())
        .isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerToAnotherRequestIsRefused(Signing signing) {
    byte[] octets = Idp.octets(Idp.signed(new Answer(), signing));
    var refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            SamlRefusedException.class,
            () -> Idp.check().check(octets, Idp.trusted(), "_request-2", Answer.NOW));
    assertThat(refused.refusal()).isEqualTo(SamlRefusal.IN_RESPONSE_TO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "<", "{}", "<a/>", "<samlp:Response/>", "\u0000"})
  void whatIsNoResponseIsRefused(String text) {
    assertThat(refusal(text)).isIn(SamlRefusal.NOT_XML, SamlRefusal.NOT_A_RESPONSE);
  }

  @Test
  void depthAndSizeAreBounded() {
    assertThat(refusal("<a>".repeat(70) + "</a>".repeat(70))).isEqualTo(SamlRefusal.NOT_XML);
    assertThat(refusal("<a>" + " ".repeat(SamlXml.MAX_OCTETS) + "</a>"))
        .isEqualTo(SamlRefusal.NOT_XML);
  }

  @ParameterizedTest
  @EnumSource
  void anOctetChangedAnywhereNeverChangesTheUser(Signing signing) {
    byte[] octets = Idp.octets(Idp.signed(new Answer(), signing));
    for (int i = 0; i < octets.length; i += 3) {
      byte[] changed = octets.clone();
      changed[i] ^= 1;
      try {
        SamlUser user = Idp.check().check(changed, Idp.trusted(), Answer.REQUEST, Answer.NOW);
        assertThat(user.nameId()).isEqualTo("ada@example.com");
        assertThat(user.attributes()).containsEntry("groups", List.of("staff", "sales"));
      } catch (SamlRefusedException e) {
        assertThat(e.refusal()).isNotNull();
      }
    }
  }

  private static SamlRefusal refusal(String text) {
    return ResponseCheckTest.refusal(text.getBytes(StandardCharsets.UTF_8));
  }
}
