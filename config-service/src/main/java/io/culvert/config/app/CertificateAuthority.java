package io.culvert.config.app;

import io.culvert.config.app.Issuer.Issued;
import io.culvert.config.domain.Pop;
import io.culvert.contract.CertificateSeal;
import io.culvert.contract.PopCertificate;
import io.culvert.contract.SealedCertificateKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The root and the intermediates of the POPs. Its work joins the transaction it is called in; what
 * concerns a POP is done while the POP is locked, so that of many instances one does it.
 */
@ApplicationScoped
class CertificateAuthority {
  private final CertificateStore store;
  private final KeyRing ring;
  private final CertificateTerms terms;
  private final Clock clock;
  private final Issuer issuer;

  CertificateAuthority(
      CertificateStore store,
      KeyRing ring,
      CertificateTerms terms,
      Clock clock,
      SecureRandom random) {
    this.store = store;
    this.ring = ring;
    this.terms = terms;
    this.clock = clock;
    this.issuer = new Issuer(random);
  }

  /** The root; made when there is none. */
  Uni<StoredCertificate> root() {
    return store
        .find(StoredCertificate.ROOT)
        .chain(found -> found.map(Uni.createFrom()::item).orElseGet(this::makeRoot));
  }

  private Uni<StoredCertificate> makeRoot() {
    Issued made = issuer.root(clock.instant(), terms.root());
    return store
        .keep(stored(Optional.empty(), false, List.of(made.certificate()), made.key()))
        .chain(() -> store.find(StoredCertificate.ROOT))
        .map(Optional::orElseThrow);
  }

  /** The certificate of a POP that this transaction has locked; made when there is none. */
  Uni<StoredCertificate> of(String pop) {
    return store
        .find(StoredCertificate.holder(pop))
        .chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> issue(pop)));
  }

  /** A new certificate of our own for a POP that this transaction has locked. */
  Uni<StoredCertificate> issue(String pop) {
    return root().map(root -> issue(pop, root)).call(store::replace);
  }

  private StoredCertificate issue(String pop, StoredCertificate root) {
    Issued above = new Issued(root.own(), privateKey(root));
    Issued made = issuer.intermediate(above, pop, clock.instant(), terms.intermediate());
    return stored(Optional.of(pop), false, List.of(made.certificate(), root.own()), made.key());
  }

  /** Puts what an operator brought in the place of the certificate of a locked POP. */
  Uni<StoredCertificate> bring(String pop, BroughtCertificate brought) {
    StoredCertificate next = stored(Optional.of(pop), true, brought.chain(), brought.key());
    return store.replace(next).map(_ -> next);
  }

  private StoredCertificate stored(
      Optional<String> pop, boolean brought, List<X509Certificate> chain, PrivateKey key) {
    String holder = pop.map(StoredCertificate::holder).orElse(StoredCertificate.ROOT);
    String sealed = ring.seal(Purpose.CERTIFICATE_KEY, context(holder), key.getEncoded());
    return new StoredCertificate(pop, brought, chain, sealed);
  }

  /** Until when a certificate lasts that is to be renewed now. */
  Uni<Instant> dueUntil() {
    Instant soon = clock.instant().plus(terms.renewBefore());
    return root()
        .map(
            root -> {
              // One that lasts as long as the root cannot be followed by a longer one.
              Instant last = root.notAfter().minusSeconds(1);
              return soon.isAfter(last) ? last : soon;
            });
  }

  /** Whether the certificate is to be renewed that lasts until then. */
  static boolean due(StoredCertificate certificate, Instant until) {
    return !certificate.brought() && !certificate.notAfter().isAfter(until);
  }

  /**
   * What ends soon and has no successor unless an operator sees to it: the root, from when on
   * intermediates cannot last their whole time, and what was brought.
   */
  Uni<List<StoredCertificate>> ending() {
    Instant now = clock.instant();
    return root()
        .chain(
            root ->
                store
                    .ofPops()
                    .map(
                        pops ->
                            Stream.concat(
                                    ending(Stream.of(root), now.plus(terms.intermediate())),
                                    ending(
                                        pops.stream().filter(StoredCertificate::brought),
                                        now.plus(terms.renewBefore())))
                                .toList()));
  }

  private static Stream<StoredCertificate> ending(Stream<StoredCertificate> all, Instant by) {
    return all.filter(certificate -> !certificate.notAfter().isAfter(by));
  }

  /** What the gateways of a POP are told; the private key sealed to the POP's public key. */
  PopCertificate toldTo(Pop pop, StoredCertificate certificate) {
    String serial = certificate.serial();
    return new PopCertificate(
        serial,
        certificate.chain().stream().map(CertificateAuthority::base64).toList(),
        sealedTo(pop, serial, certificate));
  }

  private @Nullable SealedCertificateKey sealedTo(
      Pop pop, String serial, StoredCertificate certificate) {
    String publicKey = pop.settings().publicKey();
    return publicKey == null
        ? null
        : CertificateSeal.seal(open(certificate), publicKey, pop.name(), serial);
  }

  private static String base64(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private PrivateKey privateKey(StoredCertificate certificate) {
    try {
      return KeyFactory.getInstance(certificate.own().getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(open(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored key of " + certificate + " is none", e);
    }
  }

  private byte[] open(StoredCertificate certificate) {
    try {
      return ring.open(
          Purpose.CERTIFICATE_KEY, context(certificate.holder()), certificate.sealedKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored key of " + certificate + " does not open", e);
    }
  }

  private static byte[] context(String holder) {
    return SealedPlace.CERTIFICATE_KEY.context(holder);
  }
}
