package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.AuditEntry.ObjectType;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The certificates: the root for everybody, those of POPs for the operator. */
@ApplicationScoped
public class Certificates {
  private final Transactions transactions;
  private final CertificateAuthority authority;
  private final CertificateStore store;
  private final PopStore pops;
  private final Outbox outbox;
  private final TunnelEvents events;
  private final Audit audit;

  Certificates(
      Transactions transactions,
      CertificateAuthority authority,
      CertificateStore store,
      PopStore pops,
      Outbox outbox,
      TunnelEvents events,
      Audit audit) {
    this.transactions = transactions;
    this.authority = authority;
    this.store = store;
    this.pops = pops;
    this.outbox = outbox;
    this.events = events;
    this.audit = audit;
  }

  /** The root; made when there is none. */
  public Uni<StoredCertificate> root() {
    return transactions.run(authority::root);
  }

  /** Those of POPs, in order of name. */
  public Uni<List<StoredCertificate>> ofPops() {
    return transactions.run(store::ofPops);
  }

  /** Puts what an operator brought in the place of a POP's certificate. */
  public Uni<StoredCertificate> bring(Actor actor, String pop, BroughtCertificate brought) {
    return transactions.run(() -> replace(actor, pop, name -> authority.bring(name, brought)));
  }

  /** Puts one of our own in the place of a POP's certificate that was brought. */
  public Uni<StoredCertificate> giveBack(Actor actor, String pop) {
    return transactions.run(
        () ->
            replace(
                actor,
                pop,
                name ->
                    authority
                        .of(name)
                        .invoke(Certificates::requireBrought)
                        .chain(() -> authority.issue(name))));
  }

  private static void requireBrought(StoredCertificate certificate) {
    if (!certificate.brought()) {
      throw RefusedException.because(
          Reason.NOT_FOUND, "nobody brought a certificate for this POP; it has one of our own");
    }
  }

  private Uni<StoredCertificate> replace(
      Actor actor, String pop, Function<String, Uni<StoredCertificate>> change) {
    return locked(pop)
        .chain(
            found ->
                change
                    .apply(pop)
                    .call(next -> tell(found, next))
                    .call(next -> audit.add(entry(actor, pop, next))));
  }

  private static AuditEntry entry(Actor actor, String pop, StoredCertificate next) {
    return new AuditEntry(
        null,
        actor,
        Action.UPDATE,
        ObjectType.CERTIFICATE,
        pop,
        pop,
        Difference.between(Map.of(), AuditFields.of(next)).withSecret("key"));
  }

  private Uni<Pop> locked(String pop) {
    return pops.lock(pop)
        .map(
            found ->
                found.orElseThrow(
                    () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")));
  }

  /** A POP whose certificate is another one is told as another version of it. */
  private Uni<Void> tell(Pop locked, StoredCertificate certificate) {
    Pop next = new Pop(locked.id(), locked.settings(), locked.version() + 1);
    return pops.update(next)
        .chain(() -> outbox.add(events.changed(next, authority.toldTo(next, certificate))));
  }

  /**
   * Gives each POP a certificate that has none, or whose own one ends soon. Does nothing twice,
   * however many instances do it at once.
   */
  public Uni<Void> renew() {
    return transactions
        .run(() -> authority.dueUntil().chain(store::due))
        .onItem()
        .transformToMulti(Multi.createFrom()::iterable)
        .onItem()
        .transformToUniAndConcatenate(pop -> transactions.run(() -> renew(pop)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Those that end soon and that only an operator can follow up. */
  public Uni<List<StoredCertificate>> ending() {
    return transactions.run(authority::ending);
  }

  private Uni<Void> renew(String pop) {
    return pops.lock(pop)
        .chain(
            found ->
                found
                    .map(locked -> authority.dueUntil().chain(until -> renew(locked, until)))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> renew(Pop locked, Instant until) {
    return store
        .find(StoredCertificate.holder(locked.name()))
        .map(found -> found.filter(now -> !CertificateAuthority.due(now, until)))
        .chain(
            (Optional<StoredCertificate> good) ->
                good.isPresent()
                    ? Uni.createFrom().voidItem()
                    : authority.issue(locked.name()).chain(next -> tell(locked, next)));
  }
}
