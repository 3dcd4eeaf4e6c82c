package io.culvert.status.api;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Calls with tokens. */
final class Calls {
  private Calls() {}

  static RequestSpecification as(String role, @Nullable String tenant) {
    var claims =
        Jwt.subject("someone")
            .claim("realm_access", Map.of("roles", Set.of(role)))
            .expiresIn(Duration.ofMinutes(10));
    if (tenant != null) {
      claims.claim("tenant", tenant);
    }
    return given().auth().oauth2(claims.sign(signingKey()));
  }

  private static java.security.PrivateKey signingKey() {
    try {
      String key = ConfigProvider.getConfig().getValue("test.signing-key", String.class);
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
