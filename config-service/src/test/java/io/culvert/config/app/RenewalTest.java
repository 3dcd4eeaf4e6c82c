package io.culvert.config.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.config.Surroundings;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Certificates are renewed before they end, whatever the number of instances. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class RenewalTest {
  private static final CertificateTerms TERMS =
      new CertificateTerms(Duration.ofDays(7300), Duration.ofDays(365), Duration.ofDays(60));
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @Inject PopService popService;
  @Inject PopStore pops;
  @Inject CertificateStore store;
  @Inject Transactions transactions;
  @Inject Outbox outbox;
  @Inject KeyRing ring;
  @Inject TunnelEvents events;
  @Inject Audit audit;

  private static <T> T await(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(work);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private Pop make() {
    return await(
        () ->
            popService.create(
                Actor.SERVICE,
                new PopSettings(
                    "renewed" + COUNTER.incrementAndGet(),
                    "NZ",
                    "Somewhere",
                    new GeoPoint(-41, 174),
                    List.of("192.0.2.1"),
                    null,
                    true,
                    List.of(50),
                    "Day-1",
                    null)));
  }

  /** An instance whose clock is that much ahead. */
  private Certificates ahead(Duration time) {
    Clock clock = Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    CertificateAuthority authority =
        new CertificateAuthority(store, ring, TERMS, clock, new SecureRandom());
    return new Certificates(transactions, authority, store, pops, outbox, events, audit);
  }

  private StoredCertificate of(Pop pop) {
    return await(() -> transactions.run(() -> store.find(StoredCertificate.holder(pop.name()))))
        .orElseThrow();
  }

  private long version(Pop pop) {
    return await(() -> transactions.run(() -> pops.lock(pop.name()))).orElseThrow().version();
  }

  @Test
  void nothingIsRenewedBeforeItsTime() {
    Pop pop = make();
    StoredCertificate first = of(pop);
    await(() -> ahead(Duration.ofDays(304)).renew());
    assertThat(of(pop)).isEqualTo(first);
    assertThat(version(pop)).isEqualTo(1);
  }

  @Test
  void manyInstancesAtOnceMakeOneNewCertificate() throws Exception {
    Pop pop = make();
    StoredCertificate first = of(pop);
    Certificates later = ahead(Duration.ofDays(306));
    try (ExecutorService instances = Executors.newFixedThreadPool(6)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(instances.submit(() -> await(later::renew)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    StoredCertificate second = of(pop);
    assertThat(second.serial()).isNotEqualTo(first.serial());
    assertThat(second.notAfter()).isAfter(first.notAfter().plus(Duration.ofDays(300)));
    assertThat(second.own().getPublicKey()).isNotEqualTo(first.own().getPublicKey());
    assertThat(version(pop)).isEqualTo(2);
  }

  @Test
  void manyInstancesAtOnceMakeOneRoot() throws Exception {
    try (Connection connection = Surroundings.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from config.certificate where holder = 'root'");
    }
    List<Future<StoredCertificate>> all = new ArrayList<>();
    try (ExecutorService instances = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        all.add(instances.submit(() -> await(ahead(Duration.ZERO)::root)));
      }
    }
    StoredCertificate root = await(ahead(Duration.ZERO)::root);
    for (Future<StoredCertificate> one : all) {
      assertThat(one.get()).isEqualTo(root);
    }
  }

  @Test
  void anIntermediateNeverOutlivesTheRootAndIsThenNotRenewedForNothing() {
    Pop pop = make();
    StoredCertificate root = await(ahead(Duration.ZERO)::root);
    Duration almost = Duration.between(Instant.now(), root.notAfter()).minus(Duration.ofDays(100));
    await(() -> ahead(almost).renew());
    StoredCertificate last = of(pop);
    assertThat(last.notAfter()).isEqualTo(root.notAfter());
    await(() -> ahead(almost.plusDays(90)).renew());
    assertThat(of(pop)).isEqualTo(last);
  }

  @Test
  void whatWasBroughtIsNotRenewed() {
    Pop pop = make();
    StoredCertificate own = of(pop);
    StoredCertificate brought =
        new StoredCertificate(own.pop(), true, own.chain(), own.sealedKey());
    await(() -> transactions.run(() -> store.replace(brought)));
    await(() -> ahead(Duration.ofDays(364)).renew());
    assertThat(of(pop)).isEqualTo(brought);
  }

  @Test
  void whatWasBroughtIsWarnedOfBeforeItEndsAndWhatIsRenewedIsNot() {
    Pop renewed = make();
    Pop broughtTo = make();
    StoredCertificate own = of(broughtTo);
    StoredCertificate brought =
        new StoredCertificate(own.pop(), true, own.chain(), own.sealedKey());
    await(() -> transactions.run(() -> store.replace(brought)));
    Duration left = Duration.between(Instant.now(), brought.notAfter());

    assertThat(endingAfter(left.minusDays(61))).doesNotContain(brought.holder());
    assertThat(endingAfter(left.minusDays(59)))
        .contains(brought.holder())
        .doesNotContain(of(renewed).holder(), StoredCertificate.ROOT);
  }

  @Test
  void theRootIsWarnedOfWhenIntermediatesCannotLastTheirTime() {
    StoredCertificate issued = of(make());
    Duration left =
        Duration.between(Instant.now(), issued.chain().getLast().getNotAfter().toInstant());

    assertThat(endingAfter(left.minusDays(366))).doesNotContain(StoredCertificate.ROOT);
    assertThat(endingAfter(left.minusDays(364))).contains(StoredCertificate.ROOT);
  }

  private List<String> endingAfter(Duration time) {
    return await(() -> ahead(time).ending()).stream().map(StoredCertificate::holder).toList();
  }
}
