package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int TUNNELS = 450;

  private final MemorySecrets store = new MemorySecrets();

  private static KeyRing ring(Integer... numbers) {
    List<KeyEncryptionKey> keys = Arrays.stream(numbers).map(KeyRingTest::key).toList();
    return new KeyRing(() -> keys, new SecureRandom());
  }

  private Resealing with(Integer... numbers) {
    return new Resealing(ring(numbers), store, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @BeforeEach
  void sealUnderTheFirstKey() {
    for (int i = 1; i <= TUNNELS; i++) {
      put(SealedPlace.TUNNEL_KEY, Integer.toString(i));
    }
    put(SealedPlace.PREVIOUS_KEY, "3");
    put(SealedPlace.SERVICE_KEY, StoredKeys.DIGEST_KEY);
    put(SealedPlace.CERTIFICATE_KEY, StoredCertificate.ROOT);
  }

  private void put(SealedPlace place, String row) {
    byte[] plain = ("secret of " + row).getBytes(StandardCharsets.UTF_8);
    store.at(place).put(row, ring(1).seal(place.purpose(), place.context(row), plain));
  }

  @Test
  void everythingEndsUnderTheCurrentKeyAndIsWhatItWas() throws Exception {
    Resealing resealing = with(2, 1);
    assertThat(resealing.report().remaining()).isEqualTo(TUNNELS + 3);
    resealing.order();
    assertThat(resealing.carryOut()).isZero();
    assertThat(resealing.report().remaining()).isZero();
    assertThat(resealing.report().order())
        .contains(new ResealOrder(KeyRingTest.key(2).id(), NOON, NOON));
    for (SealedPlace place : SealedPlace.values()) {
      for (var value : store.at(place).entrySet()) {
        byte[] opened =
            ring(2).open(place.purpose(), place.context(value.getKey()), value.getValue());
        assertThat(opened)
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("secret of " + value.getKey());
      }
    }
  }

  @Test
  void nothingIsDoneWithoutAnOrderAndNothingTwice() {
    List<String> before = List.copyOf(store.at(SealedPlace.TUNNEL_KEY).values());
    assertThat(with(2, 1).carryOut()).isZero();
    assertThat(store.at(SealedPlace.TUNNEL_KEY).values()).containsExactlyElementsOf(before);
    with(2, 1).order();
    with(2, 1).carryOut();
    List<String> after = List.copyOf(store.at(SealedPlace.TUNNEL_KEY).values());
    with(2, 1).order();
    with(2, 1).carryOut();
    assertThat(store.at(SealedPlace.TUNNEL_KEY).values()).containsExactlyElementsOf(after);
  }

  @Test
  void anInstanceWhoseCurrentKeyIsAnotherLeavesItToTheOthers() {
    with(2, 1).order();
    with(1, 2).carryOut();
    assertThat(with(2, 1).report().remaining()).isEqualTo(TUNNELS + 3);
    assertThat(with(2, 1).report().order().orElseThrow().finished()).isNull();
  }

  @Test
  void aValueThatDoesNotOpenIsLeftAndCountedAndTheOrderStaysOpen() {
    store.at(SealedPlace.TUNNEL_KEY).put("5", "k1." + KeyRingTest.key(1).id() + ".AAAA");
    Resealing resealing = with(2, 1);
    resealing.order();
    assertThat(resealing.carryOut()).isEqualTo(1);
    assertThat(resealing.report().remaining()).isEqualTo(1);
    assertThat(resealing.report().order().orElseThrow().finished()).isNull();
  }

  @Test
  void theReportNamesEachKeyWithWhatIsUnderIt() {
    store.at(SealedPlace.PREVIOUS_KEY).put("4", "AAAA");
    List<SecretsReport.KeyUse> keys = with(2).report().keys();
    assertThat(keys)
        .extracting(SecretsReport.KeyUse::id)
        .containsExactlyInAnyOrder(KeyRingTest.key(2).id(), KeyRingTest.key(1).id(), "");
    assertThat(keys.getFirst().current()).isTrue();
    assertThat(keys.getFirst().total()).isZero();
    SecretsReport.KeyUse old =
        keys.stream()
            .filter(key -> key.id().equals(KeyRingTest.key(1).id()))
            .findFirst()
            .orElseThrow();
    assertThat(old.given()).isFalse();
    assertThat(old.values()).containsEntry(SealedPlace.TUNNEL_KEY, (long) TUNNELS);
  }
}
