package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.METADATA;
import static io.culvert.auth.saml.SamlNames.PROTOCOL;
import static io.culvert.auth.saml.SamlNames.SIGNATURE;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What the metadata of an identity provider says (SAML Metadata §2.4.3). Its signature is not
 * verified: whoever may import it may as well type the certificates.
 *
 * @param entityId its entity identifier
 * @param ssoUrl where requests are sent
 * @param redirect whether as a redirect; a POST otherwise
 * @param sloUrl where log-outs are sent, as a redirect; null when it takes none
 * @param certificates that it signs with, PEM, one behind the other
 */
public record IdpMetadata(
    String entityId,
    String ssoUrl,
    boolean redirect,
    @Nullable String sloUrl,
    String certificates) {
  /** Why metadata cannot be imported; the message is a sentence for the admin. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads metadata.
   *
   * @throws UnusableException when it is not that of exactly one identity provider
   */
  public static IdpMetadata read(byte[] document) throws UnusableException {
    Element root;
    try {
      root = SamlXml.parse(withoutComments(document));
    } catch (SamlRefusedException e) {
      throw new UnusableException(
          e.refusal() == SamlRefusal.DOCTYPE
              ? "has a document type declaration, which SAML metadata never has"
              : "is not well-formed XML of a size that is accepted");
    }
    Element entity = entity(root);
    Element role = SamlXml.only(entity, METADATA, "IDPSSODescriptor");
    String entityId = SamlXml.attribute(entity, "entityID");
    if (role == null || entityId == null || entityId.isBlank()) {
      throw new UnusableException("has no IDPSSODescriptor: is it the metadata of another party?");
    }
    if (!protocols(role).contains(PROTOCOL)) {
      throw new UnusableException("is of an identity provider that does not speak SAML 2.0");
    }
    String redirect = location(role, "SingleSignOnService", SamlNames.REDIRECT);
    String post = location(role, "SingleSignOnService", SamlNames.POST);
    String url = redirect == null ? post : redirect;
    if (url == null) {
      throw new UnusableException("has no SingleSignOnService for redirect or POST");
    }
    return new IdpMetadata(
        entityId,
        url,
        redirect != null,
        location(role, "SingleLogoutService", SamlNames.REDIRECT),
        certificates(role));
  }

  private static Element entity(Element root) throws UnusableException {
    if (SamlXml.is(root, METADATA, "EntityDescriptor")) {
      return root;
    }
    List<Element> providers =
        SamlXml.is(root, METADATA, "EntitiesDescriptor")
            ? SamlXml.children(root, METADATA, "EntityDescriptor").stream()
                .filter(one -> SamlXml.only(one, METADATA, "IDPSSODescriptor") != null)
                .toList()
            : List.of();
    if (providers.size() != 1) {
      throw new UnusableException("must describe exactly one identity provider");
    }
    return providers.getFirst();
  }

  private static List<String> protocols(Element role) {
    String all = SamlXml.attribute(role, "protocolSupportEnumeration");
    return all == null ? List.of() : Arrays.asList(all.strip().split("\\s+"));
  }

  private static @Nullable String location(Element role, String name, String binding) {
    return SamlXml.children(role, METADATA, name).stream()
        .filter(one -> binding.equals(SamlXml.attribute(one, "Binding")))
        .map(one -> Objects.toString(SamlXml.attribute(one, "Location"), ""))
        .filter(location -> !location.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static String certificates(Element role) throws UnusableException {
    StringBuilder pem = new StringBuilder();
    for (Element key : SamlXml.children(role, METADATA, "KeyDescriptor")) {
      if (!"encryption".equals(SamlXml.attribute(key, "use"))) {
        var found = key.getElementsByTagNameNS(SIGNATURE, "X509Certificate");
        for (int i = 0; i < found.getLength(); i++) {
          pem.append(pem(found.item(i).getTextContent()));
        }
      }
    }
    if (pem.isEmpty()) {
      throw new UnusableException("has no certificate to verify signatures with");
    }
    return pem.toString();
  }

  private static String pem(String base64) {
    String text = base64.replaceAll("\\s+", "");
    return "-----BEGIN CERTIFICATE-----\n"
        + text.replaceAll("(.{64})(?=.)", "$1\n")
        + "\n-----END CERTIFICATE-----\n";
  }

  /** Metadata is written by people, and nothing in it is signed that we rely on. */
  private static byte[] withoutComments(byte[] document) {
    String text = new String(document, java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.replaceAll("(?s)<!--.*?-->", "")
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
