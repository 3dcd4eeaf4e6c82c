package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.ASSERTION;
import static io.culvert.auth.saml.SamlNames.METADATA;
import static io.culvert.auth.saml.SamlNames.PROTOCOL;
import static io.culvert.auth.saml.SamlNames.SIGNATURE;

import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** What this service says to identity providers (SAML Core §3.4.1, §3.7; Metadata §2.4.4). */
public final class SamlMessages {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_OCTETS = 20;

  private final ServiceProvider self;

  public SamlMessages(ServiceProvider self) {
    this.self = self;
  }

  /** A new ID: 160 random bits behind a character that XML lets a name begin with. */
  public static String newId() {
    byte[] octets = new byte[ID_OCTETS];
    RANDOM.nextBytes(octets);
    return "_" + HexFormat.of().formatHex(octets);
  }

  /** Asks an identity provider to authenticate whoever brings this. */
  public Element authnRequest(String id, String destination, Instant now) {
    Element request = message("AuthnRequest", id, destination, now);
    request.setAttribute("AssertionConsumerServiceURL", self.assertionConsumer());
    request.setAttribute("ProtocolBinding", SamlNames.POST);
    XmlOut.append(request, PROTOCOL, "samlp:NameIDPolicy", null)
        .setAttribute("AllowCreate", "true");
    return request;
  }

  /** Tells an identity provider that a user logs out. */
  public Element logoutRequest(
      String id, String destination, NameId nameId, @Nullable String sessionIndex, Instant now) {
    Element request = message("LogoutRequest", id, destination, now);
    // Profiles §4.4.4.1: the name must strongly match that of the assertion (Core §3.3.4).
    Element name = XmlOut.append(request, ASSERTION, "saml:NameID", nameId.value());
    attribute(name, "Format", nameId.format());
    attribute(name, "NameQualifier", nameId.qualifier());
    attribute(name, "SPNameQualifier", nameId.spQualifier());
    if (sessionIndex != null) {
      XmlOut.append(request, PROTOCOL, "samlp:SessionIndex", sessionIndex);
    }
    return request;
  }

  private static void attribute(Element element, String name, @Nullable String value) {
    if (value != null) {
      element.setAttribute(name, value);
    }
  }

  /** Tells an identity provider that the log-out it asked for is done. */
  public Element logoutResponse(String id, String destination, String inResponseTo, Instant now) {
    Element response = message("LogoutResponse", id, destination, now);
    response.setAttribute("InResponseTo", inResponseTo);
    Element status = XmlOut.append(response, PROTOCOL, "samlp:Status", null);
    XmlOut.append(status, PROTOCOL, "samlp:StatusCode", null)
        .setAttribute("Value", SamlNames.SUCCESS);
    return response;
  }

  private Element message(String name, String id, String destination, Instant now) {
    Element message = XmlOut.root(PROTOCOL, "samlp:" + name);
    message.setAttribute("ID", id);
    message.setAttribute("Version", "2.0");
    message.setAttribute("IssueInstant", now.truncatedTo(ChronoUnit.SECONDS).toString());
    message.setAttribute("Destination", destination);
    XmlOut.append(message, ASSERTION, "saml:Issuer", self.entityId());
    return message;
  }

  /** The metadata of this service. */
  public Element metadata(SpKeys keys) {
    Element entity = XmlOut.root(METADATA, "md:EntityDescriptor");
    entity.setAttribute("entityID", self.entityId());
    Element role = XmlOut.append(entity, METADATA, "md:SPSSODescriptor", null);
    role.setAttribute("AuthnRequestsSigned", "true");
    role.setAttribute("WantAssertionsSigned", "true");
    role.setAttribute("protocolSupportEnumeration", PROTOCOL);
    for (SpKey key : keys.all()) {
      key(role, key);
    }
    endpoint(role, "SingleLogoutService", SamlNames.REDIRECT, self.singleLogout());
    endpoint(role, "SingleLogoutService", SamlNames.POST, self.singleLogout());
    Element consumer =
        endpoint(role, "AssertionConsumerService", SamlNames.POST, self.assertionConsumer());
    consumer.setAttribute("index", "0");
    consumer.setAttribute("isDefault", "true");
    return entity;
  }

  /** Without a use, a key is for both signing and encryption (Metadata §2.4.1.1). */
  private static void key(Element role, SpKey key) {
    Element descriptor = XmlOut.append(role, METADATA, "md:KeyDescriptor", null);
    Element info = XmlOut.append(descriptor, SIGNATURE, "ds:KeyInfo", null);
    Element data = XmlOut.append(info, SIGNATURE, "ds:X509Data", null);
    try {
      String der = Base64.getEncoder().encodeToString(key.certificate().getEncoded());
      XmlOut.append(data, SIGNATURE, "ds:X509Certificate", der);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Element endpoint(Element role, String name, String binding, String location) {
    Element endpoint = XmlOut.append(role, METADATA, "md:" + name, null);
    endpoint.setAttribute("Binding", binding);
    endpoint.setAttribute("Location", location);
    return endpoint;
  }
}
