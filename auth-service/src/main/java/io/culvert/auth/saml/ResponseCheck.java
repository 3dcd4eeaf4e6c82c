package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.ASSERTION;
import static io.culvert.auth.saml.SamlNames.PROTOCOL;
import static io.culvert.auth.saml.SamlNames.SIGNATURE;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Checks the answer of an identity provider (SAML Profiles §4.1.4). Everything believed is read
 * from what a verified signature covers: of the response where it is signed, of the assertion
 * otherwise.
 *
 * @param self this service
 * @param keys that assertions may be encrypted to
 */
public record ResponseCheck(ServiceProvider self, List<PrivateKey> keys) {
  private static final Set<String> PARTS = Set.of("Issuer", "Signature", "Status", "Assertion");

  public ResponseCheck {
    keys = List.copyOf(keys);
  }

  /**
   * The request that a response says to answer. Nothing is verified yet.
   *
   * @throws SamlRefusedException when it is no response, or says none
   */
  public static String inResponseTo(byte[] document) throws SamlRefusedException {
    Element response = response(document);
    String id = SamlXml.attribute(response, "InResponseTo");
    if (id == null) {
      throw new SamlRefusedException(SamlRefusal.IN_RESPONSE_TO);
    }
    return id;
  }

  /**
   * The user of a response.
   *
   * @param request the request's ID, which the response must answer
   * @throws SamlRefusedException with the first reason found
   */
  public SamlUser check(byte[] document, IdentityProvider idp, String request, Instant now)
      throws SamlRefusedException {
    Element response = response(document);
    placesOfSignatures(response);
    Element signature = SignatureCheck.of(response);
    Element read =
        signature == null ? response : SignatureCheck.verified(response, signature, idp.keys());
    envelope(read, idp, request);
    Element assertion = assertion(read, idp, signature != null);
    return AssertionCheck.check(assertion, self, idp, request, now);
  }

  private static Element response(byte[] document) throws SamlRefusedException {
    Element response = SamlXml.parse(document);
    if (!SamlXml.is(response, PROTOCOL, "Response")
        || !"2.0".equals(SamlXml.attribute(response, "Version"))) {
      throw new SamlRefusedException(SamlRefusal.NOT_A_RESPONSE);
    }
    return response;
  }

  /** The assertion, from what is signed. */
  private Element assertion(Element response, IdentityProvider idp, boolean signed)
      throws SamlRefusedException {
    Element only = onlyAssertion(response);
    boolean encrypted = only.getLocalName().equals("EncryptedAssertion");
    Element assertion = encrypted ? Decryption.decrypt(only, keys, signed) : only;
    if (!SamlXml.is(assertion, ASSERTION, "Assertion")
        || SamlXml.count(assertion, ASSERTION, "Assertion") != 0
        || SamlXml.count(assertion, ASSERTION, "EncryptedAssertion") != 0) {
      throw new SamlRefusedException(SamlRefusal.ASSERTIONS);
    }
    Element own = SignatureCheck.of(assertion);
    if (SamlXml.count(assertion, SIGNATURE, "Signature") != (own == null ? 0 : 1)) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_PLACE);
    }
    if (own != null) {
      return SignatureCheck.verified(assertion, own, idp.keys());
    }
    if (!signed) {
      throw new SamlRefusedException(SamlRefusal.NOT_SIGNED);
    }
    return assertion;
  }

  /** One assertion in the whole document, encrypted or not, as a child of the response. */
  private static Element onlyAssertion(Element response) throws SamlRefusedException {
    int plain = SamlXml.count(response, ASSERTION, "Assertion");
    int encrypted = SamlXml.count(response, ASSERTION, "EncryptedAssertion");
    String name = plain == 1 ? "Assertion" : "EncryptedAssertion";
    Element only = plain + encrypted == 1 ? SamlXml.only(response, ASSERTION, name) : null;
    if (only == null) {
      throw new SamlRefusedException(SamlRefusal.ASSERTIONS);
    }
    return only;
  }

  /** Signatures are children of the response or of its assertion, and nowhere else. */
  private static void placesOfSignatures(Element response) throws SamlRefusedException {
    int proper = SamlXml.children(response, SIGNATURE, "Signature").size();
    for (Element assertion : SamlXml.children(response, ASSERTION, "Assertion")) {
      proper += SamlXml.children(assertion, SIGNATURE, "Signature").size();
    }
    if (SamlXml.count(response, SIGNATURE, "Signature") != proper) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_PLACE);
    }
  }

  private void envelope(Element response, IdentityProvider idp, String request)
      throws SamlRefusedException {
    for (Element child : SamlXml.children(response)) {
      String name = Objects.toString(child.getLocalName());
      if (!PARTS.contains(name) && !name.equals("EncryptedAssertion")) {
        throw new SamlRefusedException(SamlRefusal.NOT_A_RESPONSE);
      }
    }
    Element issuer = SamlXml.only(response, ASSERTION, "Issuer");
    if (issuer != null && !idp.entityId().equals(SamlXml.text(issuer))) {
      throw new SamlRefusedException(SamlRefusal.ISSUER);
    }
    if (!request.equals(SamlXml.attribute(response, "InResponseTo"))) {
      throw new SamlRefusedException(SamlRefusal.IN_RESPONSE_TO);
    }
    if (!self.assertionConsumer().equals(SamlXml.attribute(response, "Destination"))) {
      throw new SamlRefusedException(SamlRefusal.DESTINATION);
    }
    if (!SamlNames.SUCCESS.equals(status(response))) {
      throw new SamlRefusedException(SamlRefusal.STATUS);
    }
  }

  /** The outermost status code of a response of whatever kind. */
  static @Nullable String status(Element response) {
    Element status = SamlXml.only(response, PROTOCOL, "Status");
    Element code = status == null ? null : SamlXml.only(status, PROTOCOL, "StatusCode");
    return code == null ? null : SamlXml.attribute(code, "Value");
  }
}
