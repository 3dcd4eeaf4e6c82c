package io.culvert.gateway.core.ike.engine;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An engine with an app around it that does what it is told and remembers it. */
final class End {
  final IkeEngine engine;
  final Map<Integer, ChildSaInstall> children = new LinkedHashMap<>();
  final List<ChildSaInstall> installs = new ArrayList<>();
  final List<IkeEvent> events = new ArrayList<>();
  final Map<Integer, InetSocketAddress> moves = new LinkedHashMap<>();
  final List<Effect.SendKeepalive> keepalives = new ArrayList<>();
  final List<Effect.RequestPolicy> questions = new ArrayList<>();

  /** Sees every effect, before it is done. */
  Consumer<Effect> tap = effect -> {};

  private final Map<String, Input.Verdict> policies = new HashMap<>();

  End(IkeEngine engine) {
    this.engine = engine;
  }

  void know(String identity, Input.Verdict verdict) {
    policies.put(identity, verdict);
  }

  /** Takes a step, and what follows at once where computations take no time. */
  List<Effect> effects(Input input, long now) {
    List<Effect> all = new ArrayList<>();
    for (Effect effect : engine.step(input, now)) {
      if (effect instanceof Effect.Compute compute) {
        compute.computation().run();
        all.addAll(effects(new Input.Computed(compute.computation()), now));
      } else {
        all.add(effect);
      }
    }
    return all;
  }

  /** Takes a step, answers the engine's questions, and returns the datagrams to send. */
  List<Effect.SendDatagram> step(Input input, long now) {
    List<Effect.SendDatagram> sent = new ArrayList<>();
    for (Effect effect : effects(input, now)) {
      tap.accept(effect);
      switch (effect) {
        case Effect.SendDatagram send -> sent.add(send);
        case Effect.InstallChildSa install -> {
          installs.add(install.install());
          children.put(install.install().inboundSpi(), install.install());
        }
        case Effect.SendKeepalive keepalive -> keepalives.add(keepalive);
        case Effect.RemoveChildSa remove -> children.remove(remove.inboundSpi());
        case Effect.RequestPolicy question -> {
          questions.add(question);
          sent.addAll(step(new Input.PolicyDecision(question.token(), verdict(question)), now));
        }
        case Effect.MovePeer move -> moves.put(move.inboundSpi(), move.remote());
        case Effect.Compute _ -> throw new AssertionError("computed already");
        case Effect.Emit emit -> events.add(emit.event());
      }
    }
    return sent;
  }

  private Input.Verdict verdict(Effect.RequestPolicy question) {
    return policies.getOrDefault(
        question.identity().value(),
        new Input.Refused(
            Reason.UNKNOWN_IDENTITY,
            0,
            Evidence.compare(
                question.identity().kind() + " " + question.identity().value(),
                "no tunnel of this identity")));
  }

  ChildSaInstall onlyChild() {
    if (children.size() != 1) {
      throw new AssertionError("child SAs: " + children.keySet());
    }
    return children.values().iterator().next();
  }

  List<TunnelEvent.Type> eventTypes() {
    return events.stream().map(IkeEvent::type).toList();
  }

  List<String> reasons() {
    return events.stream().flatMap(e -> e.reasonCode().stream()).toList();
  }

  long dropped(DropReason reason) {
    Long count = engine.snapshot().drops().get(reason);
    return count == null ? 0 : count;
  }
}
