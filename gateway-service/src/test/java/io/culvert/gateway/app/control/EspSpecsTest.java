package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.ChildSaInstall.DirectionKeys;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EspSpecsTest {
  static Stream<Arguments> suites() {
    return Stream.of(
        Arguments.of(
            suite(EncrId.AES_GCM_16, 256, null, null),
            "AES256-GCM",
            new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE)),
        Arguments.of(
            suite(EncrId.AES_GCM_16, 128, null, KeMethod.MODP_3072),
            "AES128-GCM/PFS-MODP-3072",
            new EspTransform(EspCipher.AES_GCM, 128, EspIntegrity.NONE)),
        Arguments.of(
            suite(EncrId.AES_CBC, 256, IntegId.HMAC_SHA2_256_128, KeMethod.MODP_2048),
            "AES256-CBC/SHA2-256/PFS-MODP-2048",
            new EspTransform(EspCipher.AES_CBC, 256, EspIntegrity.HMAC_SHA2_256_128)),
        Arguments.of(
            suite(EncrId.AES_CBC, 128, IntegId.HMAC_SHA1_96, null),
            "AES128-CBC/SHA1",
            new EspTransform(EspCipher.AES_CBC, 128, EspIntegrity.HMAC_SHA1_96)),
        Arguments.of(
            suite(EncrId.AES_CBC, 128, IntegId.HMAC_SHA2_384_192, null),
            "AES128-CBC/SHA2-384",
            new EspTransform(EspCipher.AES_CBC, 128, EspIntegrity.HMAC_SHA2_384_192)),
        Arguments.of(
            suite(EncrId.NULL, 0, IntegId.HMAC_SHA2_512_256, null),
            "Null/SHA2-512",
            new EspTransform(EspCipher.NULL, 0, EspIntegrity.HMAC_SHA2_512_256)));
  }

  private static EspSuite suite(
      EncrId cipher, int bits, @Nullable IntegId integrity, @Nullable KeMethod pfs) {
    return new EspSuite(
        new EncryptionAlgorithm(cipher, bits),
        Optional.ofNullable(integrity),
        Optional.ofNullable(pfs));
  }

  private static DirectionKeys keys(EspTransform transform, int fill) {
    return new DirectionKeys(
        secret(transform.encryptionKeyLength(), fill),
        secret(transform.integrity().keyLength(), fill + 1));
  }

  private static Secret secret(int length, int fill) {
    byte[] octets = new byte[length];
    java.util.Arrays.fill(octets, (byte) fill);
    return Secret.copyOf(octets);
  }

  private static ChildSaInstall child(EspSuite suite, DirectionKeys in, DirectionKeys out) {
    return new ChildSaInstall(
        7,
        1,
        0x1001,
        0x2002,
        OptionalInt.empty(),
        ChildSaInstall.Sending.AT_ONCE,
        suite,
        in,
        out,
        List.of(EspFixture.ANY4),
        List.of(EspFixture.ANY4),
        true,
        ControlLab.at("192.0.2.1", 4500),
        ControlLab.at("198.51.100.7", 4500));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void everyCipherHasItsNameAndItsTransform(EspSuite suite, String name, EspTransform transform) {
    EspSaSpec spec = EspSpecs.of(child(suite, keys(transform, 1), keys(transform, 5)));

    assertThat(EspSpecs.describe(suite)).isEqualTo(name);
    assertThat(spec.transform()).isEqualTo(transform);
  }

  @Test
  void spisAndAddressesStayOnTheirSidesAndTheNegotiatedKeysAreErased() {
    EspTransform gcm = new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
    DirectionKeys in = keys(gcm, 1);
    DirectionKeys out = keys(gcm, 5);

    EspSaSpec spec = EspSpecs.of(child(suite(EncrId.AES_GCM_16, 256, null, null), in, out));

    assertThat(spec.tunnelId()).isEqualTo(7);
    assertThat(spec.inboundSpi()).isEqualTo(0x1001);
    assertThat(spec.outboundSpi()).isEqualTo(0x2002);
    assertThat(spec.local()).isEqualTo(ControlLab.at("192.0.2.1", 4500));
    assertThat(spec.peer()).isEqualTo(ControlLab.at("198.51.100.7", 4500));
    assertThat(spec.udpEncapsulated()).isTrue();
    assertThat(in.encryption().isErased()).isTrue();
    assertThat(out.encryption().isErased()).isTrue();
    assertThat(out.integrity().isErased()).isTrue();
  }
}
