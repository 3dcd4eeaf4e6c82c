package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.AuditEntry.ObjectType;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/** POPs. Everybody may see them, an operator may change them. */
@ApplicationScoped
public class PopService {
  private final Transactions transactions;
  private final PopStore pops;
  private final TunnelStore tunnels;
  private final Outbox outbox;
  private final TunnelEvents events;
  private final Audit audit;
  private final CertificateAuthority authority;

  PopService(
      Transactions transactions,
      PopStore pops,
      TunnelStore tunnels,
      Outbox outbox,
      TunnelEvents events,
      Audit audit,
      CertificateAuthority authority) {
    this.transactions = transactions;
    this.pops = pops;
    this.tunnels = tunnels;
    this.outbox = outbox;
    this.events = events;
    this.audit = audit;
    this.authority = authority;
  }

  /** All, in order of name. */
  public Uni<List<Pop>> all() {
    return transactions.run(pops::all);
  }

  /** Makes a POP, and its certificate. */
  public Uni<Pop> create(Actor actor, PopSettings settings) {
    return transactions.run(() -> insert(actor, settings));
  }

  private Uni<Void> tell(Pop pop) {
    return authority
        .of(pop.name())
        .chain(own -> outbox.add(events.changed(pop, authority.toldTo(pop, own))));
  }

  /** Makes these where there is no POP at all; answers how many it made. */
  public Uni<Integer> seed(List<PopSettings> catalogue) {
    return transactions.runChangingCatalogue(
        () ->
            pops.all()
                .chain(there -> there.isEmpty() ? insert(catalogue) : Uni.createFrom().item(0)));
  }

  private Uni<Integer> insert(List<PopSettings> catalogue) {
    return Multi.createFrom()
        .iterable(catalogue)
        .onItem()
        .transformToUniAndConcatenate(settings -> insert(Actor.SERVICE, settings))
        .collect()
        .asList()
        .map(List::size);
  }

  private Uni<Pop> insert(Actor actor, PopSettings settings) {
    return pops.insert(settings)
        .call(this::tell)
        .call(pop -> audit.add(entry(actor, Action.CREATE, pop, Map.of(), AuditFields.of(pop))));
  }

  /**
   * Changes a POP; a new public key has the keys of its tunnels sealed to it.
   *
   * @param expected answers whether the change may be made at that version
   */
  public Uni<Pop> change(
      Actor actor, String name, LongPredicate expected, UnaryOperator<PopSettings> change) {
    return transactions.runChangingCatalogue(
        () ->
            locked(name, expected)
                .chain(current -> change(actor, current, change.apply(current.settings()))));
  }

  private Uni<Pop> change(Actor actor, Pop current, PopSettings settings) {
    Pop next = new Pop(current.id(), settings, current.version() + 1);
    boolean newKey = !Objects.equals(settings.publicKey(), current.settings().publicKey());
    AuditEntry entry =
        entry(actor, Action.UPDATE, next, AuditFields.of(current), AuditFields.of(next));
    return pops.update(next)
        .chain(() -> tell(next))
        .chain(() -> newKey ? tunnels.markPop(next.name()) : Uni.createFrom().voidItem())
        .chain(() -> audit.add(entry))
        .map(_ -> next);
  }

  /**
   * Removes a POP; a conflict while a tunnel uses it.
   *
   * @param expected answers whether it may be removed at that version
   */
  public Uni<Void> delete(Actor actor, String name, LongPredicate expected) {
    return transactions.runChangingCatalogue(
        () ->
            locked(name, expected)
                .call(() -> tunnels.usesPop(name).invoke(PopService::refuseUsed))
                .call(() -> pops.delete(name))
                .call(() -> outbox.add(events.popDeleted(name)))
                .chain(
                    pop ->
                        audit.add(
                            entry(actor, Action.DELETE, pop, AuditFields.of(pop), Map.of()))));
  }

  private static void refuseUsed(boolean used) {
    if (used) {
      throw RefusedException.because(Reason.CONFLICT, "tunnels use this POP; move them first");
    }
  }

  private Uni<Pop> locked(String name, LongPredicate expected) {
    return pops.lock(name)
        .map(
            found ->
                found.orElseThrow(
                    () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")))
        .invoke(
            pop -> {
              if (!expected.test(pop.version())) {
                throw RefusedException.because(
                    Reason.PRECONDITION_FAILED, "the POP is at version " + pop.version());
              }
            });
  }

  private static AuditEntry entry(
      Actor actor, Action action, Pop pop, Map<String, Object> before, Map<String, Object> after) {
    return new AuditEntry(
        null,
        actor,
        action,
        ObjectType.POP,
        pop.name(),
        pop.name(),
        Difference.between(before, after));
  }
}
