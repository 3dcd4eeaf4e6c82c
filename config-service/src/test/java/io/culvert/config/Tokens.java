package io.culvert.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** Bearer tokens as the identity provider would sign them (RFC 7519). */
final class Tokens {
  private static final String PRIVATE = "culvert.test.private-key";
  private static final String PUBLIC = "culvert.test.public-key";

  private Tokens() {}

  /** The key to configure. */
  static String publicKey() {
    generateOnce();
    return System.getProperty(PUBLIC);
  }

  /** Test resource and tests run in different class loaders: the pair lives in the JVM. */
  private static void generateOnce() {
    if (System.getProperty(PUBLIC) == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Base64.Encoder base64 = Base64.getEncoder();
        System.setProperty(PRIVATE, base64.encodeToString(pair.getPrivate().getEncoded()));
        System.setProperty(PUBLIC, base64.encodeToString(pair.getPublic().getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static PrivateKey privateKey() throws GeneralSecurityException {
    generateOnce();
    byte[] encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** A token of a tenant with one role. */
  static String of(String tenant, String role) {
    return sign(
        "\"tenant\":\"%s\",\"realm_access\":{\"roles\":[\"%s\"]}".formatted(tenant, role), 600);
  }

  /** As {@link #of} for somebody with a name. */
  static String named(String name, String tenant, String role) {
    return sign(
        "\"preferred_username\":\"%s\",\"tenant\":\"%s\",\"realm_access\":{\"roles\":[\"%s\"]}"
            .formatted(name, tenant, role),
        600);
  }

  static String withoutTenant(String role) {
    return sign("\"realm_access\":{\"roles\":[\"%s\"]}".formatted(role), 600);
  }

  static String expired() {
    return sign("\"tenant\":\"demo\",\"realm_access\":{\"roles\":[\"admin\"]}", -600);
  }

  private static String sign(String claims, long seconds) {
    long now = Instant.now().getEpochSecond();
    String body =
        "{\"iss\":\"test\",\"sub\":\"someone\",\"iat\":%d,\"exp\":%d,%s}"
            .formatted(now - 3600, now + seconds, claims);
    String content = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(body);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(privateKey());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
