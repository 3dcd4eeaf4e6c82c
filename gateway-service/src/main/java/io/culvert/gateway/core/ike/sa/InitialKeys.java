package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first keys of a responder's IKE SA. They are computed when the first protected message comes,
 * so that a spoofed IKE_SA_INIT costs one exponentiation and not two; messages wait for them.
 */
final class InitialKeys {
  private static final int MOST_OCTETS = 16_384;

  private final SaContext sa;
  private final InitOutcome init;
  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(IkeHeader header, Arrival arrival) {
    int octets() {
      return arrival.data().length();
    }
  }

  InitialKeys(SaContext sa, InitOutcome init) {
    this.sa = sa;
    this.init = init;
  }

  /** Whether they are there; if not, the datagram is received anew as soon as they are. */
  boolean areThere(IkeHeader header, Arrival arrival, Reception reception) {
    if (sa.hasKeys()) {
      return true;
    }
    Waiting next = new Waiting(header, arrival);
    int octets = waiting.stream().mapToInt(Waiting::octets).sum() + next.octets();
    // The first may be of any size; only what is being computed has messages that wait.
    if (!waiting.isEmpty() && octets > MOST_OCTETS) {
      sa.env.out().drop(DropReason.OVERLOAD);
      return false;
    }
    waiting.add(next);
    if (waiting.size() == 1) {
      compute(reception);
    }
    return false;
  }

  private void compute(Reception reception) {
    long spiI = sa.spiI();
    long spiR = sa.spiR();
    sa.env
        .out()
        .compute(
            new Computation<>(
                sa.role.localSpi(),
                () -> derive(spiI, spiR),
                (keys, now) -> computed(keys, reception, now),
                this::refused));
  }

  private Optional<IkeKeys> derive(long spiI, long spiR) {
    try {
      return Optional.of(init.keys(spiI, spiR));
    } catch (InvalidKeException e) {
      return Optional.empty();
    }
  }

  /** The next repeat asks again. */
  private void refused() {
    waiting.forEach(_ -> sa.env.out().drop(DropReason.OVERLOAD));
    waiting.clear();
  }

  private void computed(Optional<IkeKeys> keys, Reception reception, long now) {
    List<Waiting> again = List.copyOf(waiting);
    waiting.clear();
    if (!sa.is(IkeSaState.INIT_DONE)) {
      // It expired meanwhile.
      keys.ifPresent(IkeKeys::erase);
    } else if (keys.isEmpty()) {
      sa.emit(
          TunnelEvent.Type.FAILED,
          Optional.of(Reason.INVALID_MESSAGE),
          Map.of("problem", "the KE value is not of its group"));
      sa.become(IkeSaState.GONE);
    } else {
      sa.keys(SaKeys.of(init.suite(), keys.get(), false, sa.env.randomness()));
      again.forEach(w -> reception.receive(w.header(), w.arrival(), now));
    }
  }
}
