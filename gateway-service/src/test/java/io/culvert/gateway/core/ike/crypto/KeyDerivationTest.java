package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values computed apart, from the formulas of RFC 7296 with another language's HMAC. */
class KeyDerivationTest {
  private static final Bytes NONCE_I = repeated(0x11, 32);
  private static final Bytes NONCE_R = repeated(0x22, 20);
  private static final long SPI_I = 0x0102030405060708L;
  private static final long SPI_R = 0xf1f2f3f4f5f6f7f8L;
  private static final IkeKeys.Exchange EXCHANGE =
      new IkeKeys.Exchange(NONCE_I, NONCE_R, SPI_I, SPI_R);
  private static final IkeSuite CBC =
      new IkeSuite(
          new EncryptionAlgorithm(EncrId.AES_CBC, 256),
          Optional.of(IntegId.HMAC_SHA2_512_256),
          PrfId.HMAC_SHA1,
          KeMethod.MODP_2048);
  private static final IkeSuite GCM =
      new IkeSuite(
          new EncryptionAlgorithm(EncrId.AES_GCM_16, 128),
          Optional.empty(),
          PrfId.HMAC_SHA2_384,
          KeMethod.MODP_2048);
  private final Secret shared = Secret.copyOf(counting(256));
  private final IkeKeys first = IkeKeys.first(CBC, shared, EXCHANGE);

  @Test
  void prfPlusChainsItsOutputs() {
    Secret key = Secret.copyOf("key".getBytes(StandardCharsets.US_ASCII));
    Secret stream =
        Prf.of(PrfId.HMAC_SHA2_256).expand(key, "seed".getBytes(StandardCharsets.US_ASCII), 100);
    assertThat(hex(stream))
        .isEqualTo(
            "a2392e429a99b173341b368bb5ce320bfd483d89567c14ec187c2d77e3c0a208"
                + "ba45d21d42611712996c0cd4b329ac8681e093a8a5bbbbf0fb8c9d1cf674f742"
                + "3fe3d2fbd6641ff544749daa37804f04be0b1beba59ddc3867c3016209779fa7"
                + "4e8b8654");
  }

  @Test
  void prfPlusEndsAfter255Outputs() {
    Prf prf = Prf.of(PrfId.HMAC_SHA1);
    assertThat(prf.expand(shared, new byte[4], 255 * 20).length()).isEqualTo(255 * 20);
    assertThatThrownBy(() -> prf.expand(shared, new byte[4], 255 * 20 + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void firstKeysAreCutInTheOrderOfTheRfc() {
    assertThat(hex(first.d())).isEqualTo("f442c0374396505a36028e16477cf378ca9b49c3");
    assertThat(hex(first.ai()))
        .isEqualTo(
            "d7435753df5f04b6e2ad308e7fce2d82df06652a5047ee42a60ff78054288676"
                + "80430475aee924a7984af354f0039a8a79cace6644caed0c1a4215b416bdb5d1");
    assertThat(hex(first.ar()))
        .isEqualTo(
            "b07c3f40dda4fd0ec7713d7e867b9b79ff1d3209fffbdb1ade394d144eaf2217"
                + "8e7abe66b5e7b93b5dd927b9fa07cf081521fd397fbb53acbc9598df8c65131a");
    assertThat(hex(first.ei()))
        .isEqualTo("9258c22c6f3f54644f026b996097eb9491d02e348322e383545cbf0bb9fc9cc5");
    assertThat(hex(first.er()))
        .isEqualTo("14b1a508c6426db273a3bc8cd89795ca5de9e67d04bca06771c130c1760e3bb0");
    assertThat(hex(first.pi())).isEqualTo("2ee56149ca5ce9a1046116cccb81c37fe52be40b");
    assertThat(hex(first.pr())).isEqualTo("a3fa22ac2be1f1dd816c68f43db5286f76f09a9a");
  }

  @Test
  void rekeyedKeysComeFromTheOldPrfThenTheNewAndAnAeadHasSaltsAndNoIntegrityKeys() {
    IkeKeys keys = IkeKeys.rekeyed(GCM, Prf.of(PrfId.HMAC_SHA1), first.d(), shared, EXCHANGE);
    assertThat(hex(keys.d()))
        .isEqualTo(
            "f917014187dc09ddcc0838c6decdb762cb37bab25b1bced2146b13cac5190361"
                + "85c866474f2a5481e1820926cb86027e");
    assertThat(keys.ai().length()).isZero();
    assertThat(keys.ar().length()).isZero();
    assertThat(hex(keys.ei())).isEqualTo("119a6a5ab0bfbd3af59771aee7a2d1b03b3429c2");
    assertThat(hex(keys.er())).isEqualTo("bec7d917763e4aa22de945d073db423f019cb6da");
    assertThat(hex(keys.pi()))
        .isEqualTo(
            "b22ee9e11a682f7966d76fc710c88867f54c3cdc848b16d415f2a642939e119d"
                + "deb8b535e49d1b0b6891b1c357a5bcf6");
    assertThat(hex(keys.pr()))
        .isEqualTo(
            "18ab5f9041acb9105523fd756be9cacddf121949e37d3dc4b6be21b19ad2a79d"
                + "15b07d1d067e4ff569ad9d933ad3e8a4");
  }

  @Test
  void childKeysAreEncryptionBeforeIntegrityAndInitiatorBeforeResponder() {
    EspSuite suite =
        new EspSuite(
            new EncryptionAlgorithm(EncrId.AES_CBC, 128),
            Optional.of(IntegId.HMAC_SHA2_256_128),
            Optional.empty());
    ChildKeys keys = derive(suite, Optional.empty());
    assertThat(hex(keys.encryptionI())).isEqualTo("67ee7160846a11269365b44756d71c20");
    assertThat(hex(keys.integrityI()))
        .isEqualTo("848e70cf0e0c9683b07cf4566b9b9383a83132ec95df82376fde7fa8177508f5");
    assertThat(hex(keys.encryptionR())).isEqualTo("ea52afd52cf5d6f70c2f44ef8238c08e");
    assertThat(hex(keys.integrityR()))
        .isEqualTo("8359bd335eca9b77089e4bef71921b099cf8fab23e8e010499b1821295ca6995");
  }

  @Test
  void childKeysWithPfsTakeInTheSecretAndGcmHasASalt() {
    EspSuite suite =
        new EspSuite(
            new EncryptionAlgorithm(EncrId.AES_GCM_16, 256),
            Optional.empty(),
            Optional.of(KeMethod.MODP_2048));
    ChildKeys keys = derive(suite, Optional.of(shared));
    assertThat(hex(keys.encryptionI()))
        .isEqualTo("1d03bdb0cf02d52f5a0db7d86edf57b768ce79bb3fff9e8dca0de4eee3378b870ed0388d");
    assertThat(keys.integrityI().length()).isZero();
    assertThat(hex(keys.encryptionR()))
        .isEqualTo("bc04aabeed10b293325bb79b71ab9f79f07810bf2246edfe61a52cfdd4e463531f5ee323");
    assertThatThrownBy(() -> derive(suite, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nullCipherHasIntegrityKeysOnly() {
    EspSuite suite =
        new EspSuite(
            new EncryptionAlgorithm(EncrId.NULL, 0),
            Optional.of(IntegId.HMAC_SHA1_96),
            Optional.empty());
    ChildKeys keys = derive(suite, Optional.empty());
    assertThat(keys.encryptionI().length()).isZero();
    // The stream is the same as with AES-CBC-128, cut elsewhere.
    assertThat(hex(keys.integrityI())).isEqualTo("67ee7160846a11269365b44756d71c20848e70cf");
    assertThat(keys.integrityR().length()).isEqualTo(20);
  }

  @Test
  void erasingErasesEveryKey() {
    first.erase();
    assertThat(first.d().isErased() && first.ai().isErased() && first.ar().isErased()).isTrue();
    assertThat(first.ei().isErased() && first.er().isErased()).isTrue();
    assertThat(first.pi().isErased() && first.pr().isErased()).isTrue();
    assertThat(first.toString()).doesNotContainPattern("[0-9a-f]{8}").contains("***");
  }

  @Test
  void suitesThatCannotBeComputedDoNotExist() {
    EncryptionAlgorithm aes = new EncryptionAlgorithm(EncrId.AES_CBC, 128);
    assertThatThrownBy(() -> new EncryptionAlgorithm(EncrId.AES_CBC, 129))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EncryptionAlgorithm(EncrId.CHACHA20_POLY1305, 256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EspSuite(aes, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EspSuite(aes, Optional.of(IntegId.AES_XCBC_96), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new IkeSuite(
                    aes, Optional.of(IntegId.HMAC_SHA1_96), PrfId.AES128_CMAC, KeMethod.MODP_2048))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void natDetectionHashesSpisAddressAndPort() throws Exception {
    InetSocketAddress four = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 500);
    InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 64500);
    assertThat(NatDetection.hash(SPI_I, SPI_R, four))
        .isEqualTo(Bytes.ofHex("2e531089ab4769fcc300eead72f379aab0c57726"));
    assertThat(NatDetection.hash(SPI_I, 0, six))
        .isEqualTo(Bytes.ofHex("b533afffc422528438be8c81b686946b5fe46e0b"));
  }

  private ChildKeys derive(EspSuite suite, Optional<Secret> pfs) {
    return ChildKeys.derive(suite, Prf.of(CBC.prf()), first.d(), pfs, NONCE_I, NONCE_R);
  }

  private static String hex(Secret secret) {
    return HexFormat.of().formatHex(secret.toArray());
  }

  private static Bytes repeated(int octet, int times) {
    byte[] bytes = new byte[times];
    Arrays.fill(bytes, (byte) octet);
    return Bytes.of(bytes);
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
