package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class RedirectBindingTest {
  private static final SpKey KEY = SpKeys.read(SpKeys.generate(Answer.NOW)).signing();
  private static final List<PublicKey> KEYS = List.of(KEY.certificate().getPublicKey());
  private static final Element REQUEST =
      new SamlMessages(Answer.SELF).authnRequest("_1", "https://idp.example.com/sso", Answer.NOW);

  @Test
  void aRequestIsSignedOverItsQueryAndReadBack() throws Exception {
    String query = query("https://idp.example.com/sso", "a b&c");
    assertThat(query).contains("RelayState=a+b%26c");
    Element read = SamlXml.parse(RedirectBinding.verified(query, "SAMLRequest", KEYS));
    assertThat(read.getAttribute("ID")).isEqualTo("_1");
    assertThat(read.getAttribute("AssertionConsumerServiceURL"))
        .isEqualTo("https://login.example.net/saml/acs");
  }

  @Test
  void anAddressMayHaveAQueryOfItsOwn() {
    String address =
        RedirectBinding.address(
            "https://idp.example.com/?tenant=7", "SAMLRequest", REQUEST, null, KEY);
    assertThat(address).startsWith("https://idp.example.com/?tenant=7&SAMLRequest=");
  }

  @Test
  void anyChangeOfTheQueryIsRefused() {
    String query = query("https://idp.example.com/sso", "state");
    assertThat(refusal(query.replace("RelayState=state", "RelayState=other")))
        .isEqualTo(SamlRefusal.SIGNATURE_WRONG);
    assertThat(refusal(query.replace("&RelayState=state", "")))
        .isEqualTo(SamlRefusal.SIGNATURE_WRONG);
    assertThat(refusal(query.replace("rsa-sha256", "rsa-sha384")))
        .isEqualTo(SamlRefusal.SIGNATURE_WRONG);
    assertThat(refusal(query.replaceAll("SigAlg=[^&]*", "SigAlg=rsa-sha1")))
        .isEqualTo(SamlRefusal.SIGNATURE_ALGORITHM);
    assertThat(refusal(query.replaceAll("&Signature=.*", ""))).isEqualTo(SamlRefusal.NOT_SIGNED);
    assertThat(refusal(query + "&SAMLRequest=AAAA")).isEqualTo(SamlRefusal.SIGNATURE_SHAPE);
    assertThat(refusal(query.replaceAll("SAMLRequest=[^&]*", "SAMLRequest=%zz")))
        .isEqualTo(SamlRefusal.SIGNATURE_WRONG);
  }

  @Test
  void whatWouldGrowWithoutEndIsNotInflated() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
      deflated.write(new byte[SamlXml.MAX_OCTETS + 1]);
    }
    String bomb =
        "SAMLRequest="
            + URLEncoder.encode(
                Base64.getEncoder().encodeToString(out.toByteArray()), StandardCharsets.UTF_8);
    assertThat(
            catchThrowableOfType(
                    SamlRefusedException.class,
                    () -> RedirectBinding.unverified(bomb, "SAMLRequest"))
                .refusal())
        .isEqualTo(SamlRefusal.NOT_XML);
  }

  private static String query(String destination, String relayState) {
    String address = RedirectBinding.address(destination, "SAMLRequest", REQUEST, relayState, KEY);
    return address.substring(address.indexOf('?') + 1);
  }

  private static SamlRefusal refusal(String query) {
    return catchThrowableOfType(
            SamlRefusedException.class, () -> RedirectBinding.verified(query, "SAMLRequest", KEYS))
        .refusal();
  }
}
