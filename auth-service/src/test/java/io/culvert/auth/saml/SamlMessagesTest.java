package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.culvert.auth.saml.LogoutCheck.Logout;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * What this service says, read by the other half of it; and log-outs that carry their signature.
 */
class SamlMessagesTest {
  private static final String URL = "https://idp.example.com/sso?a=1&b=<\"2\">";
  private static final SpKey KEY = SpKeys.read(SpKeys.generate(Answer.NOW)).signing();
  private static final List<PublicKey> KEYS = List.of(KEY.certificate().getPublicKey());
  private static final IdentityProvider PEER =
      new IdentityProvider("https://peer.example/saml/metadata", KEYS);
  private static final SamlMessages PEER_SAYS =
      new SamlMessages(new ServiceProvider("https://peer.example"));

  private static final NameId ADA = new NameId("ada", null, null, null);

  private final SamlMessages messages = new SamlMessages(Answer.SELF);

  @Test
  void aSignedRequestVerifiesWithTheCertificateOfTheMetadata() throws Exception {
    Element request = XmlOut.signed(messages.authnRequest("_1", URL, Answer.NOW), KEY);
    Element sent = SamlXml.parse(XmlOut.octets(request));
    Element read =
        SignatureCheck.verified(sent, Objects.requireNonNull(SignatureCheck.of(sent)), KEYS);
    assertThat(read.getAttribute("Destination")).isEqualTo(URL);
    assertThat(read.getAttribute("IssueInstant")).isEqualTo("2026-03-01T08:00:00Z");
    assertThat(SamlXml.text(Idp.child(read, SamlNames.ASSERTION, "Issuer")))
        .isEqualTo(Answer.SELF.entityId());
  }

  @Test
  void idsAreNeverTheSameAndBeginAsXmlWantsIt() {
    assertThat(SamlMessages.newId()).matches("_[0-9a-f]{40}").isNotEqualTo(SamlMessages.newId());
  }

  @Test
  void metadataNamesEveryKeySoThatOneCanFollowTheOther() throws Exception {
    SpKeys two = SpKeys.read(SpKeys.generate(Answer.NOW) + SpKeys.generate(Answer.NOW));
    Element metadata = SamlXml.parse(XmlOut.octets(messages.metadata(two)));
    assertThat(metadata.getAttribute("entityID")).isEqualTo(Answer.SELF.entityId());
    assertThat(SamlXml.count(metadata, SamlNames.SIGNATURE, "X509Certificate")).isEqualTo(2);
    assertThat(SamlXml.count(metadata, SamlNames.METADATA, "SingleLogoutService")).isEqualTo(2);
  }

  @Test
  void aSignedLogOutIsRead() throws Exception {
    Element request =
        PEER_SAYS.logoutRequest("_9", Answer.SELF.singleLogout(), ADA, "s-1", Answer.NOW);
    Logout logout = check(XmlOut.signed(request, KEY), Answer.NOW);
    assertThat(logout).isEqualTo(new Logout("_9", "ada", List.of("s-1")));
    assertThat(logout.ends("s-1")).isTrue();
    assertThat(logout.ends("s-2")).isFalse();
    assertThat(logout.ends(null)).isTrue();
  }

  @Test
  void aLogOutNamesTheUserByAllThatTheProviderNamedHerBy() {
    NameId whole = new NameId("ada", "urn:format", "urn:idp", "urn:sp");
    Element name = nameOf(messages.logoutRequest("_9", URL, whole, null, Answer.NOW));
    assertThat(name.getTextContent()).isEqualTo("ada");
    assertThat(name.getAttribute("Format")).isEqualTo("urn:format");
    assertThat(name.getAttribute("NameQualifier")).isEqualTo("urn:idp");
    assertThat(name.getAttribute("SPNameQualifier")).isEqualTo("urn:sp");
    Element bare = nameOf(messages.logoutRequest("_9", URL, ADA, null, Answer.NOW));
    for (String absent : List.of("Format", "NameQualifier", "SPNameQualifier")) {
      assertThat(bare.hasAttribute(absent)).isFalse();
    }
  }

  private static Element nameOf(Element request) {
    return Idp.child(request, SamlNames.ASSERTION, "NameID");
  }

  @Test
  void aLogOutThatIsUnsignedOldEarlyOrForAnotherIsRefused() {
    String here = Answer.SELF.singleLogout();
    assertThat(refusal(PEER_SAYS.logoutRequest("_9", here, ADA, null, Answer.NOW), Answer.NOW))
        .isEqualTo(SamlRefusal.NOT_SIGNED);
    Instant late = Answer.NOW.plus(Duration.ofMinutes(5));
    Instant early = Answer.NOW.minus(Duration.ofMinutes(3));
    assertThat(refusal(signed(PEER_SAYS, here), late)).isEqualTo(SamlRefusal.EXPIRED);
    assertThat(refusal(signed(PEER_SAYS, here), early)).isEqualTo(SamlRefusal.NOT_YET_VALID);
    assertThat(refusal(signed(PEER_SAYS, "https://x/"), Answer.NOW))
        .isEqualTo(SamlRefusal.DESTINATION);
    assertThat(refusal(signed(messages, here), Answer.NOW)).isEqualTo(SamlRefusal.ISSUER);
  }

  private static Element signed(SamlMessages says, String destination) {
    return XmlOut.signed(says.logoutRequest("_9", destination, ADA, null, Answer.NOW), KEY);
  }

  private static Logout check(Element request, Instant now) throws SamlRefusedException {
    return LogoutCheck.check(XmlOut.octets(request), Answer.SELF, PEER, now);
  }

  private static SamlRefusal refusal(Element request, Instant now) {
    return catchThrowableOfType(SamlRefusedException.class, () -> check(request, now)).refusal();
  }
}
