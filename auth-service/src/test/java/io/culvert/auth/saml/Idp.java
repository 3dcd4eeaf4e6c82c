package io.culvert.auth.saml;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An identity provider, or somebody who would like to be one: makes and signs documents. */
public final class Idp {
  /** What is signed. */
  enum Signing {
    RESPONSE,
    ASSERTION,
    BOTH
  }

  static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  static final String OAEP = XMLCipher.RSA_OAEP;

  static final KeyPair KEY = rsa();
  static final KeyPair STRANGER = rsa();
  static final KeyPair SERVICE = rsa();

  static {
    Init.init();
  }

  private Idp() {}

  static IdentityProvider trusted() {
    return new IdentityProvider(Answer.IDP, List.of(KEY.getPublic()));
  }

  static ResponseCheck check() {
    return new ResponseCheck(Answer.SELF, List.of(SERVICE.getPrivate()));
  }

  static SamlUser accept(Document document) throws SamlRefusedException {
    return check().check(octets(document), trusted(), Answer.REQUEST, Answer.NOW);
  }

  static Document signed(Answer answer, Signing signing) {
    return signed(answer, signing, KEY.getPrivate(), SamlNames.RSA_SHA256, SHA256);
  }

  static Document signed(Answer answer, Signing signing, Key key, String method, String digest) {
    Document document = parse(answer.xml());
    if (signing != Signing.RESPONSE) {
      sign(assertion(document), key, method, digest);
    }
    if (signing != Signing.ASSERTION) {
      sign(document.getDocumentElement(), key, method, digest);
    }
    return document;
  }

  /** Signs an element the way SAML asks for, behind its issuer. */
  static XMLSignature sign(Element element, Key key, String method, String digest) {
    try {
      Transforms transforms = new Transforms(element.getOwnerDocument());
      transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
      transforms.addTransform(Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
      return sign(element, key, method, digest, transforms);
    } catch (org.apache.xml.security.exceptions.XMLSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static XMLSignature sign(
      Element element, Key key, String method, String digest, Transforms transforms) {
    try {
      element.setIdAttributeNS(null, "ID", true);
      XMLSignature signature =
          new XMLSignature(
              element.getOwnerDocument(), "", method, Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
      Node issuer = child(element, SamlNames.ASSERTION, "Issuer");
      element.insertBefore(signature.getElement(), issuer.getNextSibling());
      signature.addDocument("#" + element.getAttributeNS(null, "ID"), transforms, digest);
      signature.sign(key);
      return signature;
    } catch (org.apache.xml.security.exceptions.XMLSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts an encrypted assertion in the place of the only one. */
  static void encrypt(Document document, String method, String transport) {
    try {
      Element assertion = assertion(document);
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(256);
      SecretKey content = generator.generateKey();
      XMLCipher wrap = XMLCipher.getInstance(transport);
      wrap.init(XMLCipher.WRAP_MODE, SERVICE.getPublic());
      XMLCipher cipher = XMLCipher.getInstance(method);
      cipher.init(XMLCipher.ENCRYPT_MODE, content);
      KeyInfo info = new KeyInfo(document);
      info.add(wrap.encryptKey(document, content));
      cipher.getEncryptedData().setKeyInfo(info);
      cipher.doFinal(document, assertion);
      Element data = first(document, SamlNames.ENCRYPTION, "EncryptedData");
      Element wrapper = document.createElementNS(SamlNames.ASSERTION, "saml:EncryptedAssertion");
      Objects.requireNonNull(data.getParentNode()).replaceChild(wrapper, data);
      wrapper.appendChild(data);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A good answer to a request, Base64 as browsers post it. */
  public static String post(String request, String issuer, String user, SpKey key) {
    Answer answer = new Answer();
    Instant now = Instant.now();
    answer.inResponseTo = request;
    answer.confirms = request;
    answer.responseIssuer = issuer;
    answer.issuer = issuer;
    answer.nameId = user;
    answer.issued = now.toString();
    answer.notBefore = now.minusSeconds(5).toString();
    answer.notOnOrAfter = now.plusSeconds(60).toString();
    answer.confirmedUntil = now.plusSeconds(60).toString();
    answer.sessionUntil = null;
    Document document =
        signed(answer, Signing.ASSERTION, key.privateKey(), SamlNames.RSA_SHA256, SHA256);
    return Base64.getEncoder().encodeToString(octets(document));
  }

  /** A request to log out, for the query of a redirect. */
  public static String logout(String issuer, String user, SpKey key) {
    Element request =
        parse(
                "<samlp:LogoutRequest xmlns:samlp=\"%s\" xmlns:saml=\"%s\" ID=\"_out\" Version=\"2.0\""
                        .formatted(SamlNames.PROTOCOL, SamlNames.ASSERTION)
                    + " IssueInstant=\""
                    + Instant.now()
                    + "\" Destination=\""
                    + Answer.SELF.singleLogout()
                    + "\"><saml:Issuer>"
                    + issuer
                    + "</saml:Issuer><saml:NameID>"
                    + user
                    + "</saml:NameID></samlp:LogoutRequest>")
            .getDocumentElement();
    String address = RedirectBinding.address("x:", "SAMLRequest", request, "back", key);
    return address.substring(address.indexOf('?') + 1);
  }

  /** The ID of a request in the query of a redirect, after its signature was verified. */
  public static String requested(String location, PublicKey serviceKey)
      throws SamlRefusedException {
    String query = location.substring(location.indexOf('?') + 1);
    byte[] request = RedirectBinding.verified(query, "SAMLRequest", List.of(serviceKey));
    return SamlXml.parse(request).getAttribute("ID");
  }

  static Element assertion(Document document) {
    return first(document, SamlNames.ASSERTION, "Assertion");
  }

  static Element first(Document document, String namespace, String name) {
    return (Element)
        Objects.requireNonNull(document.getElementsByTagNameNS(namespace, name).item(0));
  }

  static Element child(Element parent, String namespace, String name) {
    return SamlXml.children(parent, namespace, name).getFirst();
  }

  static Document parse(String xml) {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static byte[] octets(Document document) {
    return text(document).getBytes(StandardCharsets.UTF_8);
  }

  static String text(Document document) {
    try {
      Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      writer.transform(new DOMSource(document), new StreamResult(out));
      return out.toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
