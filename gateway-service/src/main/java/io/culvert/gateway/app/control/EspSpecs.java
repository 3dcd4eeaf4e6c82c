package io.culvert.gateway.app.control;

import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspKeys;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.Sending;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.ChildSaInstall.DirectionKeys;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import java.util.Arrays;

/** What IKE negotiated, in the dataplane's terms. */
final class EspSpecs {
  private EspSpecs() {}

  /** The same child SA for the dataplane; the negotiated keys are erased. */
  static EspSaSpec of(ChildSaInstall child) {
    return new EspSaSpec(
        child.tunnelId(),
        child.inboundSpi(),
        child.outboundSpi(),
        transform(child.suite()),
        keys(child.inbound()),
        keys(child.outbound()),
        child.inside(),
        child.outside(),
        child.local(),
        child.remote(),
        child.udpEncapsulated());
  }

  /** When the dataplane sends through it. */
  static Sending sending(ChildSaInstall child) {
    return switch (child.sending()) {
      case AT_ONCE -> new Sending.AtOnce();
      case ONCE_PROVEN -> new Sending.OnceProven(child.replaces());
      case LAST_RESORT -> new Sending.LastResort();
    };
  }

  /** A name for people, such as {@code AES256-GCM} or {@code AES256-CBC/SHA2-256/PFS-MODP-2048}. */
  static String describe(EspSuite suite) {
    StringBuilder text = new StringBuilder(cipherName(suite));
    suite.integrity().ifPresent(id -> text.append('/').append(integrityName(id)));
    suite.pfs().ifPresent(group -> text.append("/PFS-").append(dashed(group.name())));
    return text.toString();
  }

  private static String cipherName(EspSuite suite) {
    return switch (cipher(suite)) {
      case AES_CBC -> "AES" + suite.encryption().keyBits() + "-CBC";
      case AES_GCM -> "AES" + suite.encryption().keyBits() + "-GCM";
      case NULL -> "Null";
    };
  }

  private static String integrityName(IntegId id) {
    return dashed(id.name())
        .replaceFirst("^(AUTH-)?HMAC-", "")
        .replaceFirst("-(96|128|192)$", "")
        .replaceFirst("^SHA2-512-256$", "SHA2-512");
  }

  private static String dashed(String name) {
    return name.replace('_', '-');
  }

  private static EspTransform transform(EspSuite suite) {
    EspCipher cipher = cipher(suite);
    return new EspTransform(
        cipher,
        cipher == EspCipher.NULL ? 0 : suite.encryption().keyBits(),
        suite.integrity().map(EspSpecs::integrity).orElse(EspIntegrity.NONE));
  }

  private static EspCipher cipher(EspSuite suite) {
    EncrId id = suite.encryption().id();
    if (id == EncrId.NULL) {
      return EspCipher.NULL;
    }
    return suite.encryption().aead() ? EspCipher.AES_GCM : EspCipher.AES_CBC;
  }

  private static EspIntegrity integrity(IntegId id) {
    return switch (id) {
      case HMAC_SHA1_96 -> EspIntegrity.HMAC_SHA1_96;
      case HMAC_SHA2_256_128 -> EspIntegrity.HMAC_SHA2_256_128;
      case HMAC_SHA2_384_192 -> EspIntegrity.HMAC_SHA2_384_192;
      case HMAC_SHA2_512_256 -> EspIntegrity.HMAC_SHA2_512_256;
      case NONE,
          HMAC_MD5_96,
          DES_MAC,
          KPDK_MD5,
          AES_XCBC_96,
          HMAC_MD5_128,
          HMAC_SHA1_160,
          AES_CMAC_96,
          AES_128_GMAC,
          AES_192_GMAC,
          AES_256_GMAC ->
          throw new IllegalArgumentException("the dataplane has no " + id);
    };
  }

  private static EspKeys keys(DirectionKeys keys) {
    byte[] encryption = keys.encryption().toArray();
    byte[] integrity = keys.integrity().toArray();
    EspKeys given = new EspKeys(encryption, integrity);
    Arrays.fill(encryption, (byte) 0);
    Arrays.fill(integrity, (byte) 0);
    keys.encryption().erase();
    keys.integrity().erase();
    return given;
  }
}
