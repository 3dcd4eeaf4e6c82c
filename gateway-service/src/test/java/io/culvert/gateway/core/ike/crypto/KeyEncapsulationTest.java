package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.wire.Bytes;
import java.security.SecureRandom;
import java.util.Random;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMExtractor;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyPairGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncapsulationTest {
  private final Randomness randomness = Randomness.secure();

  @Test
  void bothEndsAgree() throws Exception {
    KeyEncapsulation initiator = KeyEncapsulation.begin(randomness);
    assertThat(initiator.publicValue().length()).isEqualTo(KeyEncapsulation.KEY_LENGTH);
    KeyEncapsulation.Encapsulated answer =
        KeyEncapsulation.answer(initiator.publicValue(), randomness);
    assertThat(answer.publicValue().length()).isEqualTo(KeyEncapsulation.CIPHERTEXT_LENGTH);
    assertThat(answer.shared().length()).isEqualTo(32);
    assertThat(initiator.agree(answer.publicValue())).isEqualTo(answer.shared());
  }

  @Test
  void answerIsOneThatAnotherImplementationUnderstands() throws Exception {
    MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
    generator.init(
        new MLKEMKeyGenerationParameters(new SecureRandom(), MLKEMParameters.ml_kem_768));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    byte[] key = ((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded();

    KeyEncapsulation.Encapsulated answer = KeyEncapsulation.answer(Bytes.of(key), randomness);

    byte[] secret =
        new MLKEMExtractor((MLKEMPrivateKeyParameters) pair.getPrivate())
            .extractSecret(answer.publicValue().toArray());
    assertThat(answer.shared().toArray()).isEqualTo(secret);
  }

  @Test
  void answerOfAnotherImplementationIsUnderstood() throws Exception {
    KeyEncapsulation initiator = KeyEncapsulation.begin(randomness);
    SecretWithEncapsulation made =
        new MLKEMGenerator(new SecureRandom())
            .generateEncapsulated(
                new MLKEMPublicKeyParameters(
                    MLKEMParameters.ml_kem_768, initiator.publicValue().toArray()));

    assertThat(initiator.agree(Bytes.of(made.getEncapsulation())).toArray())
        .isEqualTo(made.getSecret());
  }

  @Test
  void randomnessIsTheInjectedOne() throws Exception {
    Bytes key = KeyEncapsulation.begin(new Random(3)::nextBytes).publicValue();
    assertThat(KeyEncapsulation.begin(new Random(3)::nextBytes).publicValue()).isEqualTo(key);
    assertThat(KeyEncapsulation.answer(key, new Random(4)::nextBytes).publicValue())
        .isEqualTo(KeyEncapsulation.answer(key, new Random(4)::nextBytes).publicValue());
    assertThat(KeyEncapsulation.answer(key, randomness).publicValue())
        .isNotEqualTo(KeyEncapsulation.answer(key, randomness).publicValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 800, 1088, 1183, 1185, 1568, 65535})
  void badInput3EncapsulationKeyOfAnotherLengthIsRefused(int length) {
    assertThatThrownBy(() -> KeyEncapsulation.answer(Bytes.of(new byte[length]), randomness))
        .isInstanceOf(InvalidKeException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 768, 1087, 1089, 1184, 1568, 65535})
  void badInput3CiphertextOfAnotherLengthIsRefused(int length) {
    KeyEncapsulation initiator = KeyEncapsulation.begin(randomness);
    assertThatThrownBy(() -> initiator.agree(Bytes.of(new byte[length])))
        .isInstanceOf(InvalidKeException.class);
  }

  @Test
  void badInput2EncapsulationKeyWithACoefficientOfTheModulusOrAboveIsRefused() {
    byte[] good = KeyEncapsulation.begin(randomness).publicValue().toArray();
    // 768 coefficients of 12 bits each, two in three octets; the last 32 octets are the seed.
    for (int pair = 0; pair < 384; pair++) {
      refused(good, 3 * pair, 3329, 0);
      refused(good, 3 * pair, 0, 3329);
    }
    refused(good, 0, 4095, 4095);
  }

  private void refused(byte[] good, int at, int first, int second) {
    byte[] key = good.clone();
    key[at] = (byte) first;
    key[at + 1] = (byte) (first >>> 8 | (second & 0xf) << 4);
    key[at + 2] = (byte) (second >>> 4);
    assertThatThrownBy(() -> KeyEncapsulation.answer(Bytes.of(key), randomness))
        .isInstanceOf(InvalidKeException.class);
  }

  @Test
  void alteredCiphertextGivesAnotherSecret() throws Exception {
    for (int octet : new int[] {0, 500, 1087}) {
      KeyEncapsulation initiator = KeyEncapsulation.begin(randomness);
      KeyEncapsulation.Encapsulated answer =
          KeyEncapsulation.answer(initiator.publicValue(), randomness);
      byte[] altered = answer.publicValue().toArray();
      altered[octet] ^= 1;
      Secret secret = initiator.agree(Bytes.of(altered));
      assertThat(secret).isNotEqualTo(answer.shared());
      assertThat(secret.toArray()).isNotEqualTo(new byte[32]);
    }
  }

  @Test
  void exchangeIsUsableOnceAndAlsoAFailureUsesItUp() throws Exception {
    KeyEncapsulation initiator = KeyEncapsulation.begin(randomness);
    Bytes good = KeyEncapsulation.answer(initiator.publicValue(), randomness).publicValue();
    assertThatThrownBy(() -> initiator.agree(Bytes.EMPTY)).isInstanceOf(InvalidKeException.class);
    assertThatThrownBy(() -> initiator.agree(good)).isInstanceOf(IllegalStateException.class);
  }
}
