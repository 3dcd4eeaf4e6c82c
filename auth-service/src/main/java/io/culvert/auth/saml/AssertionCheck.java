package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.ASSERTION;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Checks an assertion whose signature is verified (SAML Core §2.3.3, Profiles §4.1.4.2 and .3). */
final class AssertionCheck {
  /** How far the identity provider's clock may be from ours. */
  static final Duration SKEW = Duration.ofMinutes(2);

  private final ServiceProvider self;
  private final String request;
  private final Instant now;

  private AssertionCheck(ServiceProvider self, String request, Instant now) {
    this.self = self;
    this.request = request;
    this.now = now;
  }

  static SamlUser check(
      Element assertion, ServiceProvider self, IdentityProvider idp, String request, Instant now)
      throws SamlRefusedException {
    Element issuer = SamlXml.only(assertion, ASSERTION, "Issuer");
    if (issuer == null || !idp.entityId().equals(SamlXml.text(issuer))) {
      throw new SamlRefusedException(SamlRefusal.ISSUER);
    }
    require("2.0".equals(SamlXml.attribute(assertion, "Version")), SamlRefusal.ASSERTIONS);
    return new AssertionCheck(self, request, now).user(assertion);
  }

  private SamlUser user(Element assertion) throws SamlRefusedException {
    notBefore(time(assertion, "IssueInstant"));
    NameId subject = subject(assertion);
    conditions(assertion);
    Element statement =
        SamlXml.children(assertion, ASSERTION, "AuthnStatement").stream().findFirst().orElse(null);
    if (statement == null) {
      throw new SamlRefusedException(SamlRefusal.NO_AUTHENTICATION);
    }
    Instant until = time(statement, "SessionNotOnOrAfter");
    notOnOrAfter(until);
    return new SamlUser(
        subject, SamlXml.attribute(statement, "SessionIndex"), until, attributes(assertion));
  }

  private NameId subject(Element assertion) throws SamlRefusedException {
    Element subject = SamlXml.only(assertion, ASSERTION, "Subject");
    Element name = subject == null ? null : SamlXml.only(subject, ASSERTION, "NameID");
    String nameId = name == null ? null : SamlXml.text(name);
    if (subject == null || name == null || nameId == null || nameId.isEmpty()) {
      throw new SamlRefusedException(SamlRefusal.SUBJECT);
    }
    List<Element> bearers =
        SamlXml.children(subject, ASSERTION, "SubjectConfirmation").stream()
            .filter(one -> SamlNames.BEARER.equals(SamlXml.attribute(one, "Method")))
            .toList();
    require(!bearers.isEmpty(), SamlRefusal.SUBJECT);
    // §4.1.4.3 lets one of several be right; what senders really send is one.
    for (Element bearer : bearers) {
      confirmation(SamlXml.only(bearer, ASSERTION, "SubjectConfirmationData"));
    }
    return new NameId(
        nameId,
        SamlXml.attribute(name, "Format"),
        SamlXml.attribute(name, "NameQualifier"),
        SamlXml.attribute(name, "SPNameQualifier"));
  }

  private void confirmation(@Nullable Element data) throws SamlRefusedException {
    if (data == null) {
      throw new SamlRefusedException(SamlRefusal.SUBJECT);
    }
    require(
        self.assertionConsumer().equals(SamlXml.attribute(data, "Recipient")),
        SamlRefusal.RECIPIENT);
    require(request.equals(SamlXml.attribute(data, "InResponseTo")), SamlRefusal.IN_RESPONSE_TO);
    Instant end = time(data, "NotOnOrAfter");
    require(end != null, SamlRefusal.NO_EXPIRY);
    notOnOrAfter(end);
    notBefore(time(data, "NotBefore"));
  }

  private void conditions(Element assertion) throws SamlRefusedException {
    Element conditions = SamlXml.only(assertion, ASSERTION, "Conditions");
    if (conditions == null) {
      throw new SamlRefusedException(SamlRefusal.AUDIENCE);
    }
    notBefore(time(conditions, "NotBefore"));
    notOnOrAfter(time(conditions, "NotOnOrAfter"));
    boolean audience = false;
    for (Element condition : SamlXml.children(conditions)) {
      if (SamlXml.is(condition, ASSERTION, "AudienceRestriction")) {
        // Core §2.5.1.4: each restriction must hold, by one of its audiences.
        require(
            SamlXml.children(condition, ASSERTION, "Audience").stream()
                .anyMatch(one -> self.entityId().equals(SamlXml.text(one))),
            SamlRefusal.AUDIENCE);
        audience = true;
      } else {
        // Core §2.5.1.5 and .6: used once anyway, and passed on to nobody.
        require(
            SamlXml.is(condition, ASSERTION, "OneTimeUse")
                || SamlXml.is(condition, ASSERTION, "ProxyRestriction"),
            SamlRefusal.CONDITION);
      }
    }
    require(audience, SamlRefusal.AUDIENCE);
  }

  private static Map<String, List<String>> attributes(Element assertion) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (Element statement : SamlXml.children(assertion, ASSERTION, "AttributeStatement")) {
      for (Element attribute : SamlXml.children(statement, ASSERTION, "Attribute")) {
        String name = SamlXml.attribute(attribute, "Name");
        if (name != null) {
          attributes.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values(attribute));
        }
      }
    }
    return attributes;
  }

  private static List<String> values(Element attribute) {
    List<String> values = new ArrayList<>();
    for (Element value : SamlXml.children(attribute, ASSERTION, "AttributeValue")) {
      String text = SamlXml.text(value);
      if (text != null && !text.isEmpty()) {
        values.add(text);
      }
    }
    return values;
  }

  private void notBefore(@Nullable Instant time) throws SamlRefusedException {
    require(time == null || !now.plus(SKEW).isBefore(time), SamlRefusal.NOT_YET_VALID);
  }

  private void notOnOrAfter(@Nullable Instant time) throws SamlRefusedException {
    require(time == null || now.minus(SKEW).isBefore(time), SamlRefusal.EXPIRED);
  }

  /**
   * An attribute of type dateTime; null where it is absent. One that cannot be read has expired.
   */
  private static @Nullable Instant time(Element element, String name) {
    String text = SamlXml.attribute(element, name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return name.equals("NotBefore") || name.equals("IssueInstant") ? Instant.MAX : Instant.MIN;
    }
  }

  private static void require(boolean holds, SamlRefusal otherwise) throws SamlRefusedException {
    if (!holds) {
      throw new SamlRefusedException(otherwise);
    }
  }
}
