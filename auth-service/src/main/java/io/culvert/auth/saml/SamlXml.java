package io.culvert.auth.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The one way in which XML is read. */
final class SamlXml {
  /** An answer with a long list of groups has some ten thousand octets. */
  static final int MAX_OCTETS = 512 * 1024;

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final int MAX_DEPTH = 60;
  private static final DocumentBuilderFactory PARSERS = parsers();

  private SamlXml() {}

  private static DocumentBuilderFactory parsers() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      return factory;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own parser lacks a feature", e);
    }
  }

  /**
   * The root element of a document without type declaration, comments, processing instructions and
   * repeated IDs.
   *
   * @throws SamlRefusedException where it has one of these, is too large or not well-formed
   */
  static Element parse(byte[] octets) throws SamlRefusedException {
    if (octets.length > MAX_OCTETS) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    }
    Element root = document(octets).getDocumentElement();
    for (Node node = root.getOwnerDocument().getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node != root) {
        throw new SamlRefusedException(SamlRefusal.COMMENT);
      }
    }
    inspect(root, 0, new HashSet<>());
    return root;
  }

  private static Document document(byte[] octets) throws SamlRefusedException {
    try {
      DocumentBuilder builder;
      synchronized (PARSERS) {
        builder = PARSERS.newDocumentBuilder();
      }
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new ByteArrayInputStream(octets));
    } catch (SAXException e) {
      String message = e.getMessage();
      boolean doctype = message != null && message.contains("DOCTYPE");
      throw new SamlRefusedException(doctype ? SamlRefusal.DOCTYPE : SamlRefusal.NOT_XML);
    } catch (IOException e) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own parser lacks a feature", e);
    }
  }

  private static void inspect(Element element, int depth, Set<String> ids)
      throws SamlRefusedException {
    if (depth > MAX_DEPTH) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    }
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      inspect((Attr) attributes.item(i), ids);
    }
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      switch (node.getNodeType()) {
        case Node.ELEMENT_NODE -> inspect((Element) node, depth + 1, ids);
        case Node.TEXT_NODE, Node.CDATA_SECTION_NODE -> {}
        default -> throw new SamlRefusedException(SamlRefusal.COMMENT);
      }
    }
  }

  /** Whatever some reader might take for an ID must be unique, and xml:id is not SAML's. */
  private static void inspect(Attr attribute, Set<String> ids) throws SamlRefusedException {
    if (attribute.getLocalName().toLowerCase(Locale.ROOT).equals("id")
        && (attribute.getNamespaceURI() != null || !ids.add(attribute.getValue()))) {
      throw new SamlRefusedException(SamlRefusal.DUPLICATE_ID);
    }
  }

  static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /** The child elements, in their order. */
  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /** The child elements of that name. */
  static List<Element> children(Element parent, String namespace, String name) {
    return children(parent).stream().filter(child -> is(child, namespace, name)).toList();
  }

  /** The only child element of that name; null where there is none or more than one. */
  static @Nullable Element only(Element parent, String namespace, String name) {
    List<Element> found = children(parent, namespace, name);
    return found.size() == 1 ? found.getFirst() : null;
  }

  /** How many elements of that name there are at any depth, the root not counted. */
  static int count(Element root, String namespace, String name) {
    return root.getElementsByTagNameNS(namespace, name).getLength();
  }

  /** The value of an attribute without a namespace; null where it is absent. */
  static @Nullable String attribute(Element element, String name) {
    return element.hasAttributeNS(null, name) ? element.getAttributeNS(null, name) : null;
  }

  /** The text of an element that has no child elements; null where it has some. */
  static @Nullable String text(Element element) {
    return children(element).isEmpty() ? element.getTextContent().strip() : null;
  }
}
