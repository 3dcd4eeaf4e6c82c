package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.RejectReason;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.sa.Arrival;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.sa.IkeSa;
import io.culvert.gateway.core.ike.sa.SaEnvironment;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.ExchangeType;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The IKEv2 engine (RFC 7296): inputs and time go in, effects come out. It has no threads; one
 * thread owns it.
 */
public final class IkeEngine {
  private final DropCounters drops = new DropCounters();
  private final SaTable table = new SaTable();
  private final EngineOutput out = new EngineOutput(table, drops);
  private final SaEnvironment env;
  private final InitDoor door;
  private final Strays strays;

  /** An engine without any SA. */
  public IkeEngine(IkeConfig config, Randomness randomness) {
    this.env = new SaEnvironment(config, out, new RandomSpis(randomness, table, out), randomness);
    this.door = new InitDoor(env, table);
    this.strays = new Strays(env, table);
  }

  /** What the engine holds and has seen. */
  public record Snapshot(int ikeSas, int halfOpen, int childSas, Map<DropReason, Long> drops) {}

  /**
   * Takes in one input.
   *
   * @param now {@code System.nanoTime()}, never going back
   * @return what to do, in that order
   */
  public List<Effect> step(Input input, long now) {
    out.begin(now);
    switch (input) {
      case Input.Datagram d -> receive(new Arrival(d.local(), d.remote(), d.data()), now);
      case Input.Tick _ -> {
        // What is due is done after every input.
      }
      case Input.PolicyDecision d -> decide(d, now);
      case Input.Computed done -> {
        done.computation().conclude(now);
        table.bySpi(done.computation().localSpi()).ifPresent(table::refresh);
      }
      case Input.Command command -> obey(command, now);
    }
    tick(now);
    return out.effects();
  }

  /** When {@link Input.Tick} is due, in {@code nanoTime}; {@code Long.MAX_VALUE} for never. */
  public long nextDeadline() {
    return Math.min(table.nextDeadline(), out.nextDeadline());
  }

  /** Numbers for metrics. */
  public Snapshot snapshot() {
    return new Snapshot(table.size(), table.halfOpen(), out.childCount(), drops.snapshot());
  }

  /** Datagrams dropped, by reason; may be read by any thread. */
  public Map<DropReason, Long> dropCounts() {
    return drops.snapshot();
  }

  /** How many IKE SAs are not authenticated yet; may be read by any thread. */
  public int halfOpen() {
    return table.halfOpen();
  }

  /**
   * An established IKE SA.
   *
   * @param tunnelId its tunnel
   * @param lastHeardNanos when the peer last proved to be there
   * @param remote where the peer is
   */
  public record Connection(long tunnelId, long lastHeardNanos, InetSocketAddress remote) {}

  /** The established IKE SAs. */
  public List<Connection> connections() {
    return table.established().stream()
        .map(sa -> new Connection(sa.tunnelId(), sa.lastHeard(), sa.remote()))
        .toList();
  }

  private void receive(Arrival arrival, long now) {
    switch (MessageCodec.decodeHeader(arrival.data().toArray())) {
      case IkeHeader header -> dispatch(header, arrival, now);
      case Rejected rejected -> reject(rejected, arrival);
    }
  }

  private void reject(Rejected rejected, Arrival arrival) {
    boolean version =
        rejected.reason() == RejectReason.OLDER_MAJOR_VERSION
            || rejected.reason() == RejectReason.NEWER_MAJOR_VERSION;
    out.drop(version ? DropReason.VERSION : DropReason.MALFORMED);
    if (version) {
      door.fail(
          arrival,
          Reason.VERSION_UNSUPPORTED,
          Evidence.compare(rejected.detail(), "IKE version 2"));
    }
    if (rejected.reply().isPresent() && rejected.header().isPresent()) {
      door.reply(rejected.header().get(), rejected.reply().get(), arrival);
    }
  }

  private void dispatch(IkeHeader header, Arrival arrival, long now) {
    long localSpi = header.initiator() ? header.responderSpi() : header.initiatorSpi();
    boolean knocks =
        localSpi == 0
            && header.initiator()
            && !header.response()
            && header.exchange().equals(Optional.of(ExchangeType.IKE_SA_INIT));
    if (knocks) {
      door.knock(header, arrival, now);
    } else if (ClearNotice.isOneWay(header)) {
      strays.hint(header, arrival, now);
    } else if (localSpi == 0) {
      out.drop(DropReason.IMPOSSIBLE_HEADER);
    } else {
      table
          .bySpi(localSpi)
          .ifPresentOrElse(
              sa -> touch(sa, s -> s.receive(header, arrival, now)),
              () -> strays.answer(header, arrival, now));
    }
  }

  private void decide(Input.PolicyDecision decision, long now) {
    Optional<IkeSa> asked = table.bySpi(decision.token());
    switch (decision.verdict()) {
      case Input.Accepted accepted ->
          asked.ifPresent(sa -> touch(sa, s -> s.accept(accepted.policy(), now)));
      case Input.Refused refused ->
          asked.ifPresent(
              sa ->
                  touch(
                      sa,
                      s ->
                          s.refuse(refused.reason(), refused.tunnelId(), refused.evidence(), now)));
    }
  }

  private void obey(Input.Command command, long now) {
    switch (command) {
      case Input.CloseTunnel close ->
          ofTunnel(close.tunnelId(), sa -> sa.close(close.reason(), now));
      case Input.KeysRetired retired ->
          ofTunnel(retired.tunnelId(), sa -> sa.keepIfProvenBy(retired.accepted(), now));
      case Input.PeerActivity activity -> ofChild(activity.inboundSpi(), sa -> sa.peerActive(now));
      case Input.PeerElsewhere seen ->
          ofChild(seen.inboundSpi(), sa -> sa.espFrom(seen.local(), seen.remote(), now));
      case Input.SendAway away -> {
        out.drain(away.drain());
        table.established().forEach(sa -> touch(sa, s -> s.sendAway(now)));
      }
      case Input.StrayEsp stray -> strays.esp(stray.remote(), stray.spi(), now);
      case Input.Probe probe -> ofTunnel(probe.tunnelId(), sa -> sa.probe(now));
      case Input.Initiate start ->
          table.add(
              IkeSa.initiator(
                  env, door.newHandle(), start.local(), start.remote(), start.profile(), now));
      case Input.CreateChild create -> ofTunnel(create.tunnelId(), sa -> sa.createChild(now));
      case Input.RekeyChild rekey ->
          ofChild(rekey.inboundSpi(), sa -> sa.rekeyChild(rekey.inboundSpi(), now));
      case Input.ExpireChild expire ->
          ofChild(expire.inboundSpi(), sa -> sa.expireChild(expire.inboundSpi(), now));
      case Input.DeleteChild delete ->
          ofChild(delete.inboundSpi(), sa -> sa.deleteChild(delete.inboundSpi(), now));
      case Input.RekeyIke rekey -> ofTunnel(rekey.tunnelId(), sa -> sa.rekeyIke(now));
    }
  }

  private void ofTunnel(long tunnelId, Consumer<IkeSa> action) {
    table.ofTunnel(tunnelId).forEach(sa -> touch(sa, action));
  }

  private void ofChild(int inboundSpi, Consumer<IkeSa> action) {
    out.ownerOfChild(inboundSpi).ifPresent(sa -> touch(sa, action));
  }

  private void touch(IkeSa sa, Consumer<IkeSa> action) {
    action.accept(sa);
    table.refresh(sa);
  }

  private void tick(long now) {
    table.due(now).forEach(sa -> touch(sa, s -> s.tick(now)));
  }
}
