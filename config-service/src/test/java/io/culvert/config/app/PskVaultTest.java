package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.Psk;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PskVaultTest {
  private static final Psk PSK = Psk.of("correct horse battery");

  private static final SecretKey DIGESTING = new SecretKeySpec(new byte[32], "HmacSHA256");

  private final PskVault vault = vault(new byte[32]);

  private static PskVault vault(byte[] kek) {
    KeyRing ring = new KeyRing(() -> List.of(new KeyEncryptionKey(kek)), new SecureRandom());
    return new PskVault(ring, DIGESTING);
  }

  @Test
  void sealedKeyOpensForItsTunnel() {
    assertThat(vault.open(7, vault.seal(7, PSK)).bytes()).isEqualTo(PSK.bytes());
  }

  @Test
  void sealedKeyMovedToAnotherTunnelDoesNotOpen() {
    SealedSecret sealed = vault.seal(7, PSK);
    assertThatThrownBy(() -> vault.open(8, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sealedKeyDoesNotOpenUnderAnotherKeyEncryptionKey() {
    byte[] other = new byte[32];
    other[31] = 1;
    PskVault stranger = vault(other);
    SealedSecret sealed = vault.seal(7, PSK);
    assertThatThrownBy(() -> stranger.open(7, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sealingTwiceGivesDifferentCiphertextsAndTheSameDigest() {
    SealedSecret first = vault.seal(7, PSK);
    SealedSecret second = vault.seal(8, PSK);
    assertThat(first.sealed()).isNotEqualTo(second.sealed());
    assertThat(first.digest()).isEqualTo(second.digest());
    assertThat(first.digest())
        .isNotEqualTo(vault.seal(7, Psk.of("another horse battery")).digest());
  }

  @Test
  void storedFormDoesNotShowTheKey() {
    SealedSecret sealed = vault.seal(7, PSK);
    String base64 = sealed.sealed().substring(sealed.sealed().lastIndexOf('.') + 1);
    String stored = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    assertThat(stored).doesNotContain("horse");
    assertThat(sealed.toString()).isEqualTo("SealedSecret[***]");
  }

  @Test
  void hashOfARequestIsTheSameEachTimeAndNeedsTheKeyOfTheDigests() {
    byte[] request = PSK.bytes();
    assertThat(vault.digestOfRequest(request)).isEqualTo(vault.digestOfRequest(request));
    assertThat(vault.digestOfRequest(request)).isNotEqualTo(vault.digestOfRequest(new byte[1]));
    assertThat(vault.digestOfRequest(request)).isNotEqualTo(vault.seal(7, PSK).digest());
    byte[] other = new byte[32];
    other[0] = 1;
    KeyRing ring =
        new KeyRing(() -> List.of(new KeyEncryptionKey(new byte[32])), new SecureRandom());
    SecretKey digesting = new SecretKeySpec(other, "HmacSHA256");
    assertThat(new PskVault(ring, digesting).digestOfRequest(request))
        .isNotEqualTo(vault.digestOfRequest(request));
  }

  @Test
  void keyEncryptionKeyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new KeyEncryptionKey(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
