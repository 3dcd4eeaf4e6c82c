package io.culvert.auth.saml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Messages in the query of a redirect (SAML Bindings §3.4): deflated, and signed beside. */
public final class RedirectBinding {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          SamlNames.RSA_SHA256,
          "SHA256withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
          "SHA384withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
          "SHA512withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
          "SHA256withECDSA",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
          "SHA384withECDSA");

  private RedirectBinding() {}

  /**
   * The address that a browser is sent to.
   *
   * @param destination where the message goes; it may have a query of its own
   * @param parameter {@code SAMLRequest} or {@code SAMLResponse}
   */
  public static String address(
      String destination,
      String parameter,
      Element message,
      @Nullable String relayState,
      SpKey key) {
    String signed =
        parameter
            + "="
            + encode(Base64.getEncoder().encodeToString(deflate(XmlOut.octets(message))))
            + (relayState == null ? "" : "&RelayState=" + encode(relayState))
            + "&SigAlg="
            + encode(SamlNames.RSA_SHA256);
    String signature = Base64.getEncoder().encodeToString(sign(signed, key));
    char separator = destination.indexOf('?') < 0 ? '?' : '&';
    return destination + separator + signed + "&Signature=" + encode(signature);
  }

  /**
   * The message in a query, after its signature was verified over the query as it came (§3.4.4.1).
   *
   * @param query raw, as the browser sent it
   * @param keys of the identity provider
   */
  public static byte[] verified(String query, String parameter, List<PublicKey> keys)
      throws SamlRefusedException {
    Map<String, String> raw = raw(query);
    String message = raw.get(parameter);
    String algorithm = raw.get("SigAlg");
    String signature = raw.get("Signature");
    if (message == null || algorithm == null || signature == null) {
      throw new SamlRefusedException(SamlRefusal.NOT_SIGNED);
    }
    String relayState = raw.get("RelayState");
    String signed =
        parameter
            + "="
            + message
            + (relayState == null ? "" : "&RelayState=" + relayState)
            + "&SigAlg="
            + algorithm;
    verify(signed, ALGORITHMS.get(decode(algorithm)), base64(signature), keys);
    return inflate(base64(message));
  }

  /** The message in a query; nothing is verified yet. */
  public static byte[] unverified(String query, String parameter) throws SamlRefusedException {
    String message = raw(query).get(parameter);
    if (message == null) {
      throw new SamlRefusedException(SamlRefusal.NOT_A_RESPONSE);
    }
    return inflate(base64(message));
  }

  private static Map<String, String> raw(String query) throws SamlRefusedException {
    Map<String, String> raw = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && raw.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw new SamlRefusedException(SamlRefusal.SIGNATURE_SHAPE);
      }
    }
    return raw;
  }

  private static void verify(
      String signed, @Nullable String algorithm, byte[] signature, List<PublicKey> keys)
      throws SamlRefusedException {
    if (algorithm == null) {
      throw new SamlRefusedException(SamlRefusal.SIGNATURE_ALGORITHM);
    }
    for (PublicKey key : keys) {
      if (verifies(signed, algorithm, signature, key)) {
        return;
      }
    }
    throw new SamlRefusedException(SamlRefusal.SIGNATURE_WRONG);
  }

  private static boolean verifies(
      String signed, String algorithm, byte[] signature, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(signed.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] sign(String text, SpKey key) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key.privateKey());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key of this service", e);
    }
  }

  private static byte[] deflate(byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated =
        new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
      deflated.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** What would become larger than is accepted is not inflated further. */
  private static byte[] inflate(byte[] deflated) throws SamlRefusedException {
    byte[] octets = new byte[SamlXml.MAX_OCTETS];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      int length = inflater.inflate(octets);
      if (!inflater.finished()) {
        throw new SamlRefusedException(SamlRefusal.NOT_XML);
      }
      return java.util.Arrays.copyOf(octets, length);
    } catch (DataFormatException e) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    }
  }

  private static byte[] base64(String raw) throws SamlRefusedException {
    try {
      return Base64.getMimeDecoder().decode(decode(raw));
    } catch (IllegalArgumentException e) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    }
  }

  private static String decode(String raw) throws SamlRefusedException {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SamlRefusedException(SamlRefusal.NOT_XML);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
