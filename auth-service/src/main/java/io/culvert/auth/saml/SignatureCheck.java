package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.EXCLUSIVE_C14N;
import static io.culvert.auth.saml.SamlNames.SIGNATURE;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.xml.security.Init;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.signature.XMLSignatureException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Verifies the signature of a response or an assertion (SAML Core §5.4) and answers with what was
 * signed: the very octets whose digest was compared, read anew. Whoever reads on from there cannot
 * read anything else, however the document around it is wrapped.
 *
 * <p>The shape is held against a fixed one before anything is computed. The key comes from the
 * account, never from the document.
 */
final class SignatureCheck {
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String PSS = "http://www.w3.org/2007/05/xmldsig-more#";
  private static final Set<String> SIGNATURE_METHODS =
      Set.of(
          SamlNames.RSA_SHA256,
          MORE + "rsa-sha384",
          MORE + "rsa-sha512",
          MORE + "ecdsa-sha256",
          MORE + "ecdsa-sha384",
          MORE + "ecdsa-sha512",
          PSS + "sha256-rsa-MGF1",
          PSS + "sha384-rsa-MGF1",
          PSS + "sha512-rsa-MGF1");
  private static final Map<String, String> DIGESTS =
      Map.of(
          "http://www.w3.org/2001/04/xmlenc#sha256",
          "SHA-256",
          MORE + "sha384",
          "SHA-384",
          "http://www.w3.org/2001/04/xmlenc#sha512",
          "SHA-512");

  static {
    Init.init();
  }

  private SignatureCheck() {}

  /** The signature of this element, as a child of it; null where it is not signed. */
  static @Nullable Element of(Element signed) throws SamlRefusedException {
    List<Element> found = SamlXml.children(signed, SIGNATURE, "Signature");
    if (found.size() > 1) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_PLACE);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * What was signed, without the signature, as the root of a document of its own.
   *
   * @param signed the element that has the signature as a child
   * @param keys of the account; one of them must have signed
   */
  static Element verified(Element signed, Element signature, List<PublicKey> keys)
      throws SamlRefusedException {
    Element reference = reference(signed, signature);
    String digest = digest(reference);
    byte[] expected = decode(reference, "DigestValue");
    decode(signature, "SignatureValue");
    signed.setIdAttributeNS(null, "ID", true);
    byte[] octets = signedOctets(signature, keys);
    if (!MessageDigest.isEqual(digest(digest, octets), expected)) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_WRONG);
    }
    Element read = SamlXml.parse(octets);
    boolean same =
        SamlXml.is(read, Objects.toString(signed.getNamespaceURI()), signed.getLocalName())
            && Objects.equals(SamlXml.attribute(read, "ID"), SamlXml.attribute(signed, "ID"));
    if (!same) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
    }
    return read;
  }

  private static byte[] signedOctets(Element signature, List<PublicKey> keys)
      throws SamlRefusedException {
    for (PublicKey key : keys) {
      byte[] octets = signedOctets(signature, key);
      if (octets != null) {
        return octets;
      }
    }
    throw new SamlRefusedException(SamlRefusal.SIGNATURE_WRONG);
  }

  /** Null where this key did not sign, perhaps because it is of another kind. */
  private static byte @Nullable [] signedOctets(Element signature, PublicKey key)
      throws SamlRefusedException {
    try {
      XMLSignature one = new XMLSignature(signature, "", true);
      return one.checkSignatureValue(key) ? one.getSignedInfo().item(0).getReferencedBytes() : null;
    } catch (XMLSignatureException e) {
      return null;
    } catch (XMLSecurityException e) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
    }
  }

  /** The only reference, after the shape of all was found right. */
  private static Element reference(Element signed, Element signature) throws SamlRefusedException {
    String id = SamlXml.attribute(signed, "ID");
    Element info = SamlXml.only(signature, SIGNATURE, "SignedInfo");
    Element reference = info == null ? null : SamlXml.only(info, SIGNATURE, "Reference");
    // SAML Core §5.4.2: a same-document reference to the ID of the signed element.
    boolean shaped =
        id != null
            && !id.isEmpty()
            && names(signature).matches("SignedInfo SignatureValue( KeyInfo)?")
            && info != null
            && names(info).equals("CanonicalizationMethod SignatureMethod Reference")
            && reference != null
            && names(reference).equals("Transforms DigestMethod DigestValue")
            && ("#" + id).equals(SamlXml.attribute(reference, "URI"))
            && areTransforms(reference);
    if (!shaped || info == null || reference == null) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
    }
    if (!EXCLUSIVE_C14N.equals(algorithm(info, "CanonicalizationMethod"))
        || !SIGNATURE_METHODS.contains(algorithm(info, "SignatureMethod"))) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_ALGORITHM);
    }
    return reference;
  }

  /** SAML Core §5.4.4: enveloped signature and exclusive canonicalisation, no others. */
  private static boolean areTransforms(Element reference) {
    Element transforms = SamlXml.only(reference, SIGNATURE, "Transforms");
    if (transforms == null || !names(transforms).equals("Transform Transform")) {
      return false;
    }
    List<Element> both = SamlXml.children(transforms);
    return SamlNames.ENVELOPED.equals(SamlXml.attribute(both.get(0), "Algorithm"))
        && SamlXml.children(both.get(0)).isEmpty()
        && EXCLUSIVE_C14N.equals(SamlXml.attribute(both.get(1), "Algorithm"));
  }

  /** Names of the children, all of the signature namespace, separated by blanks. */
  private static String names(Element parent) {
    return SamlXml.children(parent).stream()
        .map(child -> SIGNATURE.equals(child.getNamespaceURI()) ? child.getLocalName() : "?")
        .reduce((some, more) -> some + " " + more)
        .orElse("");
  }

  private static String digest(Element reference) throws SamlRefusedException {
    String name = DIGESTS.get(algorithm(reference, "DigestMethod"));
    if (name == null) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_ALGORITHM);
    }
    return name;
  }

  private static String algorithm(Element parent, String name) {
    Element method = SamlXml.only(parent, SIGNATURE, name);
    return method == null ? "" : Objects.toString(SamlXml.attribute(method, "Algorithm"), "");
  }

  /** The library decodes as this does, but where it cannot, it fails in ways of its own. */
  private static byte[] decode(Element parent, String name) throws SamlRefusedException {
    Element value = SamlXml.only(parent, SIGNATURE, name);
    String text = value == null ? null : SamlXml.text(value);
    if (text == null) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
    }
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
    }
  }

  private static byte[] digest(String algorithm, byte[] octets) {
    try {
      return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
