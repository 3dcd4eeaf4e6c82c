package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
  private static final byte[] PLAIN = "correct horse battery".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CONTEXT = SealedPlace.tunnel(7);

  /** What was stored before keys had ids, under the key of 32 zero octets, of tunnel 7. */
  private static final String WITHOUT_ID =
      "BQUFBQUFBQUFBQUFO6tgjv+znAo7MZkD+3VusbtCSydoR7K1KlzyndYqbQDPHBqLXA==";

  private final List<KeyEncryptionKey> given = new ArrayList<>();

  static KeyEncryptionKey key(int number) {
    byte[] octets = new byte[KeyEncryptionKey.LENGTH];
    octets[31] = (byte) number;
    return new KeyEncryptionKey(octets);
  }

  private KeyRing ring(Integer... numbers) {
    give(numbers);
    return new KeyRing(() -> List.copyOf(given), new SecureRandom());
  }

  private void give(Integer... numbers) {
    given.clear();
    Arrays.stream(numbers).map(KeyRingTest::key).forEach(given::add);
  }

  @Test
  void theCurrentKeySealsAndTheOthersStillOpen() throws GeneralSecurityException {
    String old = ring(1).seal(Purpose.PSK, CONTEXT, PLAIN);
    KeyRing both = ring(2, 1);
    String next = both.seal(Purpose.PSK, CONTEXT, PLAIN);
    assertThat(old).startsWith("k1." + key(1).id() + ".");
    assertThat(next).startsWith("k1." + key(2).id() + ".");
    assertThat(both.open(Purpose.PSK, CONTEXT, old)).isEqualTo(PLAIN);
    assertThat(both.open(Purpose.PSK, CONTEXT, next)).isEqualTo(PLAIN);
  }

  @Test
  void whatWasSealedBeforeKeysHadIdsOpensWithWhicheverKeyItWas() throws GeneralSecurityException {
    assertThat(ring(0).open(Purpose.PSK, CONTEXT, WITHOUT_ID)).isEqualTo(PLAIN);
    assertThat(ring(2, 1, 0).open(Purpose.PSK, CONTEXT, WITHOUT_ID)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> ring(2, 1).open(Purpose.PSK, CONTEXT, WITHOUT_ID))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void anotherPurposeOrContextDoesNotOpen() {
    KeyRing ring = ring(1);
    String sealed = ring.seal(Purpose.PSK, CONTEXT, PLAIN);
    assertThatThrownBy(() -> ring.open(Purpose.CERTIFICATE_KEY, CONTEXT, sealed))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> ring.open(Purpose.PSK, SealedPlace.tunnel(8), sealed))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aKeyThatIsNotGivenIsNamedAndNothingOfTheValueIs() {
    String sealed = ring(1).seal(Purpose.PSK, CONTEXT, PLAIN);
    assertThatThrownBy(() -> ring(2).open(Purpose.PSK, CONTEXT, sealed))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("sealed under key " + key(1).id() + ", which is not given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "%%%", "AAAA", "k1.", "k1.0011223344556677.", "k1.x.y.AAAA", "k2.a.b"})
  void whatIsNoSealedValueDoesNotOpen(String text) {
    assertThatThrownBy(() -> ring(1).open(Purpose.PSK, CONTEXT, text))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void noFlippedBitOpens() {
    KeyRing ring = ring(1);
    String sealed = ring.seal(Purpose.PSK, CONTEXT, PLAIN);
    int start = sealed.lastIndexOf('.') + 1;
    byte[] whole = Base64.getDecoder().decode(sealed.substring(start));
    for (int i = 0; i < whole.length; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= 1;
      String text = sealed.substring(0, start) + Base64.getEncoder().encodeToString(altered);
      assertThatThrownBy(() -> ring.open(Purpose.PSK, CONTEXT, text))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void aKeyThatAnotherInstanceWasGivenAMomentBeforeIsFetchedWhenItIsNeeded()
      throws GeneralSecurityException {
    String early = ring(2, 1).seal(Purpose.PSK, CONTEXT, PLAIN);
    KeyRing late = ring(1);
    give(1, 2);
    assertThat(late.open(Purpose.PSK, CONTEXT, early)).isEqualTo(PLAIN);
    assertThat(late.current()).isEqualTo(key(1).id());
  }

  @Test
  void anotherCurrentKeyIsTakenAndTheOneBeforeStaysKnown() throws GeneralSecurityException {
    KeyRing ring = ring(1);
    String old = ring.seal(Purpose.PSK, CONTEXT, PLAIN);
    assertThat(ring.refresh()).isFalse();
    give(2);
    assertThat(ring.refresh()).isTrue();
    assertThat(ring.current()).isEqualTo(key(2).id());
    assertThat(ring.open(Purpose.PSK, CONTEXT, old)).isEqualTo(PLAIN);
    assertThat(ring.ids()).containsExactlyInAnyOrder(key(1).id(), key(2).id());
  }

  @Test
  void theIdIsNotPartOfTheKeyAndNothingPrintsMoreThanIt() {
    byte[] octets = new byte[KeyEncryptionKey.LENGTH];
    KeyEncryptionKey key = new KeyEncryptionKey(octets);
    assertThat(key.id()).matches("[0-9a-f]{16}").doesNotContain("0000");
    assertThat(key.toString()).isEqualTo("KeyEncryptionKey[" + key.id() + "]");
  }

  @Test
  void manyThreadsSealAtOnceAndNoNonceComesTwice() throws Exception {
    KeyRing ring = ring(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () ->
                    IntStream.range(0, 1000)
                        .mapToObj(_ -> ring.seal(Purpose.PSK, CONTEXT, PLAIN))
                        .toList()));
      }
      List<String> sealed = new ArrayList<>();
      for (Future<List<String>> part : all) {
        sealed.addAll(part.get());
      }
      assertThat(sealed.stream().map(text -> text.substring(20, 36))).doesNotHaveDuplicates();
      for (String text : sealed) {
        assertThat(ring.open(Purpose.PSK, CONTEXT, text)).isEqualTo(PLAIN);
      }
    }
  }
}
