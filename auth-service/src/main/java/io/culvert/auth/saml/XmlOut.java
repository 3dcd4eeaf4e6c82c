package io.culvert.auth.saml;

import java.io.ByteArrayOutputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes, signs and writes XML of our own. */
public final class XmlOut {
  private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

  static {
    Init.init();
  }

  private XmlOut() {}

  static Element root(String namespace, String name) {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      Element root = create(document, namespace, name);
      document.appendChild(root);
      return root;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Element append(Element parent, String namespace, String name, @Nullable String text) {
    Element child = create(parent.getOwnerDocument(), namespace, name);
    if (text != null) {
      child.setTextContent(text);
    }
    parent.appendChild(child);
    return child;
  }

  /** Canonical XML writes the declarations that are there, once each, and makes none up. */
  private static Element create(Document document, String namespace, String name) {
    Element element = document.createElementNS(namespace, name);
    String declaration = "xmlns:" + name.substring(0, name.indexOf(':'));
    element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, declaration, namespace);
    return element;
  }

  /** The octets of an element, UTF-8. */
  public static byte[] octets(Element element) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS)
          .canonicalizeSubtree(element, out);
      return out.toByteArray();
    } catch (XMLSecurityException e) {
      throw new IllegalStateException("cannot write a document of our own", e);
    }
  }

  /** Signs a message, which must have an issuer first (SAML Core §3.2.1, §5.4). */
  public static Element signed(Element message, SpKey key) {
    try {
      message.setIdAttributeNS(null, "ID", true);
      XMLSignature signature =
          new XMLSignature(
              message.getOwnerDocument(), "", SamlNames.RSA_SHA256, SamlNames.EXCLUSIVE_C14N);
      message.insertBefore(signature.getElement(), message.getFirstChild().getNextSibling());
      Transforms transforms = new Transforms(message.getOwnerDocument());
      transforms.addTransform(SamlNames.ENVELOPED);
      transforms.addTransform(SamlNames.EXCLUSIVE_C14N);
      signature.addDocument("#" + message.getAttribute("ID"), transforms, SHA256);
      signature.sign(key.privateKey());
      return message;
    } catch (XMLSecurityException e) {
      throw new IllegalStateException("cannot sign a document of our own", e);
    }
  }
}
