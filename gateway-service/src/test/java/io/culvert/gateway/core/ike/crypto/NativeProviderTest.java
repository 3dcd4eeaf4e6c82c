package io.culvert.gateway.core.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.wire.KeMethod;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeProviderTest {
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void thereIsNativeCodeForTheMachinesGatewaysRunOn() {
    assertThat(NativeProvider.isPresent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384"})
  void keysOfEitherGeneratorAgreeWithThoseOfTheOther(KeMethod method) throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      KeyExchange ofTheSystem = KeyExchange.begin(method, Randomness.secure());
      KeyExchange ofTheJdk = KeyExchange.begin(method, random::nextBytes);
      Secret agreed = ofTheSystem.agree(ofTheJdk.publicValue());
      assertThat(ofTheJdk.agree(ofTheSystem.publicValue())).isEqualTo(agreed);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "CURVE25519", "MODP_2048"})
  void injectedRandomnessGivesTheSameKeysAgain(KeMethod method) {
    assertThat(KeyExchange.begin(method, new Random(3)::nextBytes).publicValue())
        .isEqualTo(KeyExchange.begin(method, new Random(3)::nextBytes).publicValue());
  }

  @Test
  void theSystemsRandomnessNeverGivesTheSameKeysAgain() {
    Randomness system = Randomness.secure();
    assertThat(KeyExchange.begin(KeMethod.ECP_256, system).publicValue())
        .isNotEqualTo(KeyExchange.begin(KeMethod.ECP_256, system).publicValue());
  }
}
