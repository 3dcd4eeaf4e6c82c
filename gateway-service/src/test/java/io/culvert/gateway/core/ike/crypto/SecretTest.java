package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  private final byte[] octets = {1, 2, 3, 4};

  @Test
  void neitherToStringNorHashCodeTellsAnOctet() {
    assertThat(Secret.copyOf(octets)).hasToString("***");
    assertThat(Secret.copyOf(octets).hashCode())
        .isEqualTo(Secret.copyOf(new byte[] {9, 9, 9, 9}).hashCode());
  }

  @Test
  void secretsOfTheSameOctetsAreEqual() {
    assertThat(Secret.copyOf(octets))
        .isEqualTo(Secret.copyOf(octets))
        .isNotEqualTo(Secret.copyOf(new byte[] {1, 2, 3, 5}))
        .isNotEqualTo(Secret.copyOf(new byte[] {1, 2, 3}));
  }

  @Test
  void changingTheArraysOutsideDoesNotChangeTheSecret() {
    Secret secret = Secret.copyOf(octets);
    octets[0] = 9;
    secret.toArray()[1] = 9;
    assertThat(secret.toArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void erasedSecretCannotBeUsed() {
    byte[] adopted = {5, 6, 7};
    Secret secret = Secret.adopt(adopted);
    secret.erase();
    secret.erase();
    assertThat(adopted).containsOnly(0);
    assertThat(secret.isErased()).isTrue();
    assertThatThrownBy(secret::toArray).isInstanceOf(IllegalStateException.class);
    assertThat(secret).isNotEqualTo(Secret.copyOf(new byte[3]));
  }

  @Test
  void cuttingErasesTheWhole() {
    Secret whole = Secret.copyOf(octets);
    Secret[] pieces = whole.cut(1, 0, 2);
    assertThat(pieces[0].toArray()).containsExactly(1);
    assertThat(pieces[1].length()).isZero();
    assertThat(pieces[2].toArray()).containsExactly(2, 3);
    assertThat(whole.isErased()).isTrue();
  }
}
