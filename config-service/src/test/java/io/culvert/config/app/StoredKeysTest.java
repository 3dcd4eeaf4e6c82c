package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.domain.Psk;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredKeysTest {
  private static final Psk PSK = Psk.of("correct horse battery");

  /** Stored before keys had ids, under the key of 32 zero octets, of tunnel 7; and its digest. */
  private static final String WITHOUT_ID =
      "BQUFBQUFBQUFBQUFO6tgjv+znAo7MZkD+3VusbtCSydoR7K1KlzyndYqbQDPHBqLXA==";

  private static final String DIGEST = "ne8w2yh6wC5shaqpR4u+B2Lt/x5/y4G/r39htBTvHWw=";

  private final MemorySecrets store = new MemorySecrets();

  private static KeyRing ring(Integer... numbers) {
    List<KeyEncryptionKey> keys = Arrays.stream(numbers).map(KeyRingTest::key).toList();
    return new KeyRing(() -> keys, new SecureRandom());
  }

  private StoredKeys keys(Integer... numbers) {
    return new StoredKeys(ring(numbers), store, new SecureRandom());
  }

  @Test
  void theDigestKeyIsMadeOnceAndIsRandom() {
    SecretKey first = keys(1).digestKey();
    assertThat(keys(1).digestKey()).isEqualTo(first);
    SecretKey elsewhere =
        new StoredKeys(ring(1), new MemorySecrets(), new SecureRandom()).digestKey();
    assertThat(elsewhere).isNotEqualTo(first);
  }

  @Test
  void theDigestOfAPreSharedKeyStaysWhenTheKeyEncryptionKeyIsAnother() {
    String before = new PskVault(ring(1), keys(1).digestKey()).seal(7, PSK).digest();
    String during = new PskVault(ring(2, 1), keys(2, 1).digestKey()).seal(7, PSK).digest();
    Resealing resealing = new Resealing(ring(2, 1), store, java.time.Clock.systemUTC());
    resealing.order();
    resealing.carryOut();
    String after = new PskVault(ring(2), keys(2).digestKey()).seal(7, PSK).digest();
    assertThat(during).isEqualTo(before);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void anOlderInstallationGoesOnWithTheDigestsItHas() {
    store.at(SealedPlace.TUNNEL_KEY).put("7", WITHOUT_ID);
    PskVault vault = new PskVault(ring(2, 0), keys(2, 0).digestKey());
    assertThat(vault.seal(8, PSK).digest()).isEqualTo(DIGEST);
    assertThat(vault.open(7, new SealedSecret(WITHOUT_ID, DIGEST)).bytes()).isEqualTo(PSK.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void aStoredValueUnderAKeyThatIsNotGivenEndsTheStartWithOneSentence(SealedPlace place) {
    String sealed = ring(1).seal(place.purpose(), place.context("7"), PSK.bytes());
    store.at(place).put("7", sealed);
    assertThatCode(() -> keys(2, 1).check()).doesNotThrowAnyException();
    assertThatThrownBy(() -> keys(2).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sealed under [" + KeyRingTest.key(1).id() + "]; give the service")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aStoredValueWithoutAKeyIdThatNoKeyOpensEndsTheStart() {
    store.at(SealedPlace.TUNNEL_KEY).put("7", WITHOUT_ID);
    assertThatCode(() -> keys(2, 0).check()).doesNotThrowAnyException();
    assertThatThrownBy(() -> keys(2).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TUNNEL_KEY of 7; give the service");
    assertThatThrownBy(() -> keys(2).digestKey())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("give the service");
  }
}
