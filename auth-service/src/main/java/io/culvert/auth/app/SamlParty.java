package io.culvert.auth.app;

import io.culvert.auth.domain.IdpCertificate;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.saml.IdentityProvider;
import io.culvert.auth.saml.LogoutCheck;
import io.culvert.auth.saml.RedirectBinding;
import io.culvert.auth.saml.ResponseCheck;
import io.culvert.auth.saml.SamlMessages;
import io.culvert.auth.saml.SamlRefusal;
import io.culvert.auth.saml.SamlRefusedException;
import io.culvert.auth.saml.SamlUser;
import io.culvert.auth.saml.ServiceProvider;
import io.culvert.auth.saml.SpKeys;
import io.culvert.auth.saml.UserMapping;
import io.culvert.auth.saml.XmlOut;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** This service as a party of SAML: what it sends, and what it makes of answers. */
public final class SamlParty {
  private static final String REQUEST = "SAMLRequest";
  private static final String RESPONSE = "SAMLResponse";

  private final ServiceProvider self;
  private final SpKeys keys;
  private final SamlMessages messages;
  private final ResponseCheck check;

  public SamlParty(ServiceProvider self, SpKeys keys) {
    this.self = self;
    this.keys = keys;
    this.messages = new SamlMessages(self);
    this.check = new ResponseCheck(self, keys.decrypting());
  }

  /** What became of an answer. */
  sealed interface Outcome {}

  /** It is good. */
  record Verified(SamlUser saml, UserMapping.Mapped mapped) implements Outcome {}

  /** It is not. */
  record Refused(SamlRefusal refusal) implements Outcome {}

  /** The addresses of this service. */
  public ServiceProvider self() {
    return self;
  }

  /** The metadata of this service, XML. */
  public byte[] metadata() {
    return XmlOut.octets(messages.metadata(keys));
  }

  /** Sends a browser to an account's identity provider, with a signed request. */
  SamlStep request(SamlAccount account, String id, String cookie, Instant now) {
    Element request = messages.authnRequest(id, account.idpUrl(), now);
    return switch (account.binding()) {
      case REDIRECT ->
          new SamlStep.GoTo(
              RedirectBinding.address(account.idpUrl(), REQUEST, request, id, keys.signing()),
              cookie);
      case POST ->
          new SamlStep.Post(
              account.idpUrl(),
              Base64.getEncoder()
                  .encodeToString(XmlOut.octets(XmlOut.signed(request, keys.signing()))),
              id,
              cookie);
    };
  }

  /** Verifies an answer. */
  Outcome verify(byte[] document, SamlAccount account, String request, Instant now) {
    try {
      SamlUser user = check.check(document, provider(account), request, now);
      UserMapping mapping =
          new UserMapping(account.alternateUserIdField(), account.groupAttribute());
      return new Verified(user, mapping.map(user));
    } catch (SamlRefusedException e) {
      return new Refused(e.refusal());
    }
  }

  /** The identity provider of an account, with the keys of all its certificates. */
  static IdentityProvider provider(SamlAccount account) {
    return new IdentityProvider(
        account.idpEntityId(),
        IdpCertificate.certificates(account.idpCertificate()).stream()
            .map(X509Certificate::getPublicKey)
            .toList());
  }

  /** Sends a browser to log out at an account's identity provider, if that takes log-outs. */
  Optional<SamlStep> logoutRequest(
      SamlAccount account, IdpSessions.IdpSession session, Instant now) {
    return Optional.ofNullable(account.idpLogoutUrl())
        .map(
            url ->
                goTo(
                    url,
                    REQUEST,
                    messages.logoutRequest(
                        SamlMessages.newId(), url, session.nameId(), session.sessionIndex(), now),
                    null));
  }

  /** Tells an account's identity provider that what it asked for is done. */
  Optional<SamlStep> logoutResponse(
      SamlAccount account, String inResponseTo, @Nullable String relayState, Instant now) {
    return Optional.ofNullable(account.idpLogoutUrl())
        .map(
            url ->
                goTo(
                    url,
                    RESPONSE,
                    messages.logoutResponse(SamlMessages.newId(), url, inResponseTo, now),
                    relayState));
  }

  private SamlStep goTo(
      String url, String parameter, Element message, @Nullable String relayState) {
    return new SamlStep.GoTo(
        RedirectBinding.address(url, parameter, message, relayState, keys.signing()), null);
  }

  /** Whom a request in a query is about. Nothing is verified yet. */
  String logoutNameId(String query) throws SamlRefusedException {
    return LogoutCheck.nameId(RedirectBinding.unverified(query, REQUEST));
  }

  /** Whether an answer in a query says that the user is logged out there. */
  boolean logoutConfirmed(String query) throws SamlRefusedException {
    return LogoutCheck.confirms(RedirectBinding.unverified(query, RESPONSE));
  }

  /** A request in a query, verified. */
  LogoutCheck.Logout logout(String query, SamlAccount account, Instant now)
      throws SamlRefusedException {
    IdentityProvider idp = provider(account);
    byte[] document = RedirectBinding.verified(query, REQUEST, idp.keys());
    return LogoutCheck.verified(document, self, idp, now);
  }

  /** A request that carries its signature, verified. */
  LogoutCheck.Logout logout(byte[] document, SamlAccount account, Instant now)
      throws SamlRefusedException {
    return LogoutCheck.check(document, self, provider(account), now);
  }
}
