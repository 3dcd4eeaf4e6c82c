package io.culvert.auth.saml;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an identity provider answers; a test changes what should be wrong. Absent where null. */
final class Answer {
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  static final ServiceProvider SELF = new ServiceProvider("https://login.example.net");
  static final String IDP = "https://idp.example.com/metadata";
  static final String REQUEST = "_request-1";

  String responseIssuer = IDP;
  @Nullable String destination = SELF.assertionConsumer();
  @Nullable String inResponseTo = REQUEST;
  String status = SamlNames.SUCCESS;
  String assertionId = "_assertion-1";
  String issuer = IDP;
  String issued = NOW.toString();
  String nameId = "ada@example.com";
  String format = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
  String method = SamlNames.BEARER;
  @Nullable String recipient = SELF.assertionConsumer();
  @Nullable String confirms = REQUEST;
  @Nullable String confirmedUntil = NOW.plusSeconds(300).toString();
  @Nullable String notBefore = NOW.minusSeconds(5).toString();
  @Nullable String notOnOrAfter = NOW.plusSeconds(300).toString();
  @Nullable String audience = SELF.entityId();
  String moreConditions = "";
  @Nullable String sessionUntil = NOW.plusSeconds(36_000).toString();
  boolean authenticated = true;
  String attributes =
      attribute("groups", "staff", "sales") + attribute("mail", "ada.l@example.com");

  static String attribute(String name, String... values) {
    StringBuilder xml = new StringBuilder("<saml:Attribute Name=\"" + name + "\">");
    for (String value : values) {
      xml.append("<saml:AttributeValue>").append(value).append("</saml:AttributeValue>");
    }
    return xml.append("</saml:Attribute>").toString();
  }

  String xml() {
    return "<samlp:Response xmlns:samlp=\"%s\" xmlns:saml=\"%s\" ID=\"_response-1\" Version=\"2.0\""
            .formatted(SamlNames.PROTOCOL, SamlNames.ASSERTION)
        + " IssueInstant=\""
        + NOW
        + "\""
        + at("Destination", destination)
        + at("InResponseTo", inResponseTo)
        + "><saml:Issuer>"
        + responseIssuer
        + "</saml:Issuer>"
        + "<samlp:Status><samlp:StatusCode Value=\""
        + status
        + "\"/></samlp:Status>"
        + assertion()
        + "</samlp:Response>";
  }

  private String assertion() {
    return "<saml:Assertion xmlns:saml=\""
        + SamlNames.ASSERTION
        + "\" ID=\""
        + assertionId
        + "\" Version=\"2.0\" IssueInstant=\""
        + issued
        + "\"><saml:Issuer>"
        + issuer
        + "</saml:Issuer><saml:Subject><saml:NameID"
        + at("Format", format)
        + at("NameQualifier", IDP)
        + at("SPNameQualifier", SELF.entityId())
        + ">"
        + nameId
        + "</saml:NameID>"
        + "<saml:SubjectConfirmation Method=\""
        + method
        + "\"><saml:SubjectConfirmationData"
        + at("Recipient", recipient)
        + at("InResponseTo", confirms)
        + at("NotOnOrAfter", confirmedUntil)
        + "/></saml:SubjectConfirmation></saml:Subject>"
        + "<saml:Conditions"
        + at("NotBefore", notBefore)
        + at("NotOnOrAfter", notOnOrAfter)
        + ">"
        + (audience == null
            ? ""
            : "<saml:AudienceRestriction><saml:Audience>"
                + audience
                + "</saml:Audience></saml:AudienceRestriction>")
        + moreConditions
        + "</saml:Conditions>"
        + (authenticated
            ? "<saml:AuthnStatement AuthnInstant=\""
                + NOW
                + "\" SessionIndex=\"s-1\""
                + at("SessionNotOnOrAfter", sessionUntil)
                + "/>"
            : "")
        + "<saml:AttributeStatement>"
        + attributes
        + "</saml:AttributeStatement></saml:Assertion>";
  }

  private static String at(String name, @Nullable String value) {
    return value == null ? "" : " " + name + "=\"" + value + "\"";
  }
}
