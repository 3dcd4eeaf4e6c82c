package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.Psk;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PskVaultTest {
  private static final Psk PSK = Psk.of("correct horse battery");

  private final PskVault vault = new PskVault(new byte[32], new SecureRandom());

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
    PskVault stranger = new PskVault(other, new SecureRandom());
    SealedSecret sealed = vault.seal(7, PSK);
    assertThatThrownBy(() -> stranger.open(7, sealed)).isInstanceOf(IllegalStateException.class);
    assertThat(stranger.seal(7, PSK).digest()).isNotEqualTo(sealed.digest());
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
    String stored =
        new String(Base64.getDecoder().decode(sealed.sealed()), StandardCharsets.ISO_8859_1);
    assertThat(stored).doesNotContain("horse");
    assertThat(sealed.toString()).isEqualTo("SealedSecret[***]");
  }

  @Test
  void hashOfARequestIsTheSameEachTimeAndNeedsTheKeyEncryptionKey() {
    byte[] request = PSK.bytes();
    assertThat(vault.digestOfRequest(request)).isEqualTo(vault.digestOfRequest(request));
    assertThat(vault.digestOfRequest(request)).isNotEqualTo(vault.digestOfRequest(new byte[1]));
    assertThat(vault.digestOfRequest(request)).isNotEqualTo(vault.seal(7, PSK).digest());
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new PskVault(other, new SecureRandom()).digestOfRequest(request))
        .isNotEqualTo(vault.digestOfRequest(request));
  }

  @Test
  void keyEncryptionKeyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new PskVault(new byte[16], new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
