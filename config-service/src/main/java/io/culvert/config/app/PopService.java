package io.culvert.config.app;

import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** POPs. Everybody may see them, an operator may change them. */
@ApplicationScoped
public class PopService {
  private final Transactions transactions;
  private final PopStore pops;
  private final TunnelStore tunnels;
  private final Outbox outbox;
  private final TunnelEvents events;

  PopService(
      Transactions transactions,
      PopStore pops,
      TunnelStore tunnels,
      Outbox outbox,
      TunnelEvents events) {
    this.transactions = transactions;
    this.pops = pops;
    this.tunnels = tunnels;
    this.outbox = outbox;
    this.events = events;
  }

  /** All, in order of name. */
  public Uni<List<Pop>> all() {
    return transactions.run(pops::all);
  }

  /** Makes a POP. */
  public Uni<Pop> create(PopSettings settings) {
    return transactions.run(() -> insert(settings));
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
        .transformToUniAndConcatenate(this::insert)
        .collect()
        .asList()
        .map(List::size);
  }

  private Uni<Pop> insert(PopSettings settings) {
    return pops.insert(settings).call(pop -> outbox.add(events.changed(pop)));
  }

  /** Changes a POP; a new public key has the keys of its tunnels sealed to it. */
  public Uni<Pop> change(String name, UnaryOperator<PopSettings> change) {
    return transactions.runChangingCatalogue(
        () -> locked(name).chain(current -> change(current, change.apply(current.settings()))));
  }

  private Uni<Pop> change(Pop current, PopSettings settings) {
    Pop next = new Pop(current.id(), settings, current.version() + 1);
    boolean newKey = !Objects.equals(settings.publicKey(), current.settings().publicKey());
    return pops.update(next)
        .chain(() -> outbox.add(events.changed(next)))
        .chain(() -> newKey ? tunnels.markPop(next.name()) : Uni.createFrom().voidItem())
        .map(_ -> next);
  }

  /** Removes a POP; a conflict while a tunnel uses it. */
  public Uni<Void> delete(String name) {
    return transactions.runChangingCatalogue(
        () ->
            locked(name)
                .chain(_ -> tunnels.usesPop(name))
                .invoke(
                    used -> {
                      if (used) {
                        throw RefusedException.because(
                            Reason.CONFLICT, "tunnels use this POP; move them first");
                      }
                    })
                .chain(() -> pops.delete(name))
                .chain(() -> outbox.add(events.popDeleted(name))));
  }

  private Uni<Pop> locked(String name) {
    return pops.lock(name)
        .map(
            found ->
                found.orElseThrow(
                    () -> RefusedException.because(Reason.NOT_FOUND, "there is no such POP")));
  }
}
