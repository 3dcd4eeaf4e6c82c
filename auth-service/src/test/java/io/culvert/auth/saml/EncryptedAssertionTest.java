package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.auth.saml.Idp.Signing;
import java.util.List;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class EncryptedAssertionTest {
  @Test
  void aSignedAssertionIsReadThoughTheResponseIsNotSigned() throws Exception {
    Document document = Idp.signed(new Answer(), Signing.ASSERTION);
    Idp.encrypt(document, XMLCipher.AES_256_GCM, Idp.OAEP);
    assertThat(Idp.text(document)).doesNotContain("ada@example.com");
    assertThat(Idp.accept(document).nameId()).isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {XMLCipher.AES_256_GCM, XMLCipher.AES_256})
  void anAssertionUnderTheSignatureOfItsResponseMayUseEitherMode(String method) throws Exception {
    for (Signing inner : List.of(Signing.ASSERTION, Signing.RESPONSE)) {
      Document document = Idp.parse(new Answer().xml());
      if (inner == Signing.ASSERTION) {
        document = Idp.signed(new Answer(), Signing.ASSERTION);
      }
      Idp.encrypt(document, method, Idp.OAEP);
      Idp.sign(
          document.getDocumentElement(), Idp.KEY.getPrivate(), SamlNames.RSA_SHA256, Idp.SHA256);
      assertThat(Idp.accept(document).nameId()).isEqualTo("ada@example.com");
    }
  }

  @Test
  void anEncryptedAssertionThatNobodySignedIsRefused() {
    Document document = Idp.parse(new Answer().xml());
    Idp.encrypt(document, XMLCipher.AES_256_GCM, Idp.OAEP);
    assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.NOT_SIGNED);
  }

  @Test
  void anEncryptedAssertionThatAStrangerSignedIsRefused() {
    Document document =
        Idp.signed(
            new Answer(),
            Signing.ASSERTION,
            Idp.STRANGER.getPrivate(),
            SamlNames.RSA_SHA256,
            Idp.SHA256);
    Idp.encrypt(document, XMLCipher.AES_256_GCM, Idp.OAEP);
    assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.SIGNATURE_WRONG);
  }

  @Test
  void aModeThatDoesNotAuthenticateIsRefusedWithoutASignatureOverIt() {
    Document document = Idp.signed(new Answer(), Signing.ASSERTION);
    Idp.encrypt(document, XMLCipher.AES_256, Idp.OAEP);
    assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.ENCRYPTION_ALGORITHM);
  }

  @Test
  void keyTransportWithoutOaepIsRefused() {
    Document document = Idp.signed(new Answer(), Signing.ASSERTION);
    Idp.encrypt(document, XMLCipher.AES_256_GCM, XMLCipher.RSA_v1dot5);
    assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.ENCRYPTION_ALGORITHM);
  }

  @Test
  void anAlteredCiphertextIsRefused() {
    Document document = Idp.signed(new Answer(), Signing.ASSERTION);
    Idp.encrypt(document, XMLCipher.AES_256_GCM, Idp.OAEP);
    var values = document.getElementsByTagNameNS(SamlNames.ENCRYPTION, "CipherValue");
    for (int i = 0; i < values.getLength(); i++) {
      String good = values.item(i).getTextContent();
      values.item(i).setTextContent((good.startsWith("A") ? "B" : "A") + good.substring(1));
      assertThat(ResponseCheckTest.refusal(document)).isEqualTo(SamlRefusal.ENCRYPTION_WRONG);
      values.item(i).setTextContent(good);
    }
  }
}
