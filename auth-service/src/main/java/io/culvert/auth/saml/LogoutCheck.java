package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.ASSERTION;
import static io.culvert.auth.saml.SamlNames.PROTOCOL;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Checks an identity provider's request to log a user out (SAML Profiles §4.4.4.1). */
public final class LogoutCheck {
  private LogoutCheck() {}

  /**
   * A request whose signature was verified.
   *
   * @param id its ID, for the answer
   * @param nameId the user's name at the identity provider
   * @param sessionIndexes the sessions that end; all of the user where it is empty
   */
  public record Logout(String id, String nameId, List<String> sessionIndexes) {
    public Logout {
      sessionIndexes = List.copyOf(sessionIndexes);
    }

    /** Whether the session of that index is meant; one without an index always is. */
    public boolean ends(@Nullable String sessionIndex) {
      return sessionIndexes.isEmpty()
          || sessionIndex == null
          || sessionIndexes.contains(sessionIndex);
    }
  }

  /**
   * Whom a request is about. Nothing is verified yet.
   *
   * @throws SamlRefusedException when it is no request to log out, or names nobody
   */
  public static String nameId(byte[] document) throws SamlRefusedException {
    return nameId(request(document));
  }

  /** A request whose signature came beside it and was verified, see {@link RedirectBinding}. */
  public static Logout verified(
      byte[] document, ServiceProvider self, IdentityProvider idp, Instant now)
      throws SamlRefusedException {
    return read(request(document), self, idp, now);
  }

  /** A request that carries its signature. */
  public static Logout check(
      byte[] document, ServiceProvider self, IdentityProvider idp, Instant now)
      throws SamlRefusedException {
    Element request = request(document);
    Element signature = SignatureCheck.of(request);
    if (signature == null) {
      throw new SamlRefusedException(SamlRefusal.NOT_SIGNED);
    }
    return read(SignatureCheck.verified(request, signature, idp.keys()), self, idp, now);
  }

  /**
   * Whether an answer says that the user is logged out at the identity provider. Nothing is
   * verified: nothing but the words of a page depends on it.
   *
   * @throws SamlRefusedException when it is no answer to a request to log out
   */
  public static boolean confirms(byte[] document) throws SamlRefusedException {
    Element response = SamlXml.parse(document);
    if (!SamlXml.is(response, PROTOCOL, "LogoutResponse")) {
      throw new SamlRefusedException(SamlRefusal.NOT_A_RESPONSE);
    }
    return SamlNames.SUCCESS.equals(ResponseCheck.status(response));
  }

  private static Element request(byte[] document) throws SamlRefusedException {
    Element request = SamlXml.parse(document);
    if (!SamlXml.is(request, PROTOCOL, "LogoutRequest")) {
      throw new SamlRefusedException(SamlRefusal.NOT_A_RESPONSE);
    }
    return request;
  }

  private static Logout read(
      Element request, ServiceProvider self, IdentityProvider idp, Instant now)
      throws SamlRefusedException {
    Element issuer = SamlXml.only(request, ASSERTION, "Issuer");
    if (issuer == null || !idp.entityId().equals(SamlXml.text(issuer))) {
      throw new SamlRefusedException(SamlRefusal.ISSUER);
    }
    if (!self.singleLogout().equals(SamlXml.attribute(request, "Destination"))) {
      throw new SamlRefusedException(SamlRefusal.DESTINATION);
    }
    fresh(request, now);
    String nameId = nameId(request);
    String id = Objects.toString(SamlXml.attribute(request, "ID"), "");
    return new Logout(
        id,
        nameId,
        SamlXml.children(request, PROTOCOL, "SessionIndex").stream()
            .map(SamlXml::text)
            .filter(Objects::nonNull)
            .toList());
  }

  private static String nameId(Element request) throws SamlRefusedException {
    Element name = SamlXml.only(request, ASSERTION, "NameID");
    String nameId = name == null ? null : SamlXml.text(name);
    if (nameId == null || nameId.isEmpty()) {
      throw new SamlRefusedException(SamlRefusal.SUBJECT);
    }
    return nameId;
  }

  /** An old request would log out somebody who has come back since. */
  private static void fresh(Element request, Instant now) throws SamlRefusedException {
    try {
      String text = Objects.toString(SamlXml.attribute(request, "IssueInstant"), "");
      Instant issued = OffsetDateTime.parse(text).toInstant();
      if (issued.isBefore(now.minus(AssertionCheck.SKEW.multipliedBy(2)))) {
        throw new SamlRefusedException(SamlRefusal.EXPIRED);
      }
      if (issued.isAfter(now.plus(AssertionCheck.SKEW))) {
        throw new SamlRefusedException(SamlRefusal.NOT_YET_VALID);
      }
    } catch (DateTimeParseException e) {
      throw new SamlRefusedException(SamlRefusal.EXPIRED);
    }
  }
}
