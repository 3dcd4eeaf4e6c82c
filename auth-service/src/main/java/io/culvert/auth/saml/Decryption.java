package io.culvert.auth.saml;

import static io.culvert.auth.saml.SamlNames.ENCRYPTION;

import java.security.PrivateKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Decrypts an {@code EncryptedAssertion} (SAML Core §2.3.4). AES-CBC is no authenticated cipher,
 * and who may try ciphertexts at will can read with it: it is accepted only where a signature that
 * covers the ciphertext was verified before.
 */
final class Decryption {
  private static final String XMLENC11 = "http://www.w3.org/2009/xmlenc11#";
  private static final Set<String> GCM =
      Set.of(XMLENC11 + "aes128-gcm", XMLENC11 + "aes192-gcm", XMLENC11 + "aes256-gcm");
  private static final Set<String> CBC =
      Set.of(ENCRYPTION + "aes128-cbc", ENCRYPTION + "aes192-cbc", ENCRYPTION + "aes256-cbc");
  private static final Set<String> KEY_TRANSPORT =
      Set.of(ENCRYPTION + "rsa-oaep-mgf1p", XMLENC11 + "rsa-oaep");

  static {
    Init.init();
  }

  private Decryption() {}

  /**
   * The assertion inside, as the root of a document of its own.
   *
   * @param keys of this service; one of them must open it
   * @param underSignature whether a verified signature covers the ciphertext
   */
  static Element decrypt(Element encrypted, List<PrivateKey> keys, boolean underSignature)
      throws SamlRefusedException {
    Element data = SamlXml.only(encrypted, ENCRYPTION, "EncryptedData");
    if (data == null
        || SamlXml.count(encrypted, ENCRYPTION, "EncryptedData") != 1
        || SamlXml.count(encrypted, ENCRYPTION, "EncryptedKey") != 1
        || SamlXml.count(encrypted, ENCRYPTION, "CipherReference") != 0) {
      throw new SamlRefusedException(SamlRefusal.ENCRYPTION_ALGORITHM);
    }
    Element key = (Element) encrypted.getElementsByTagNameNS(ENCRYPTION, "EncryptedKey").item(0);
    String method = method(data);
    boolean accepted = GCM.contains(method) || (underSignature && CBC.contains(method));
    if (!accepted || !KEY_TRANSPORT.contains(method(key))) {
      throw new SamlRefusedException(SamlRefusal.ENCRYPTION_ALGORITHM);
    }
    for (PrivateKey one : keys) {
      byte[] plain = decrypt(data, key, one, method);
      if (plain != null) {
        return SamlXml.parse(plain);
      }
    }
    throw new SamlRefusedException(SamlRefusal.ENCRYPTION_WRONG);
  }

  private static byte @Nullable [] decrypt(
      Element data, Element key, PrivateKey privateKey, String method) {
    try {
      XMLCipher transport = XMLCipher.getInstance();
      transport.init(XMLCipher.UNWRAP_MODE, privateKey);
      var document = Objects.requireNonNull(key.getOwnerDocument());
      var content = transport.decryptKey(transport.loadEncryptedKey(document, key), method);
      XMLCipher cipher = XMLCipher.getInstance();
      cipher.init(XMLCipher.DECRYPT_MODE, content);
      return cipher.decryptToByteArray(data);
    } catch (XMLSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private static String method(Element encrypted) {
    Element method = SamlXml.only(encrypted, ENCRYPTION, "EncryptionMethod");
    return method == null ? "" : Objects.toString(SamlXml.attribute(method, "Algorithm"), "");
  }
}
