package io.culvert.gateway.core.ike.sa;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.task.ChildContext;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.ike.task.Evidence;
import io.culvert.gateway.core.ike.task.Extensions;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import io.culvert.gateway.core.ike.task.PayloadList;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one IKE SA consists of, and the elementary steps its procedures are made of. Not
 * thread-safe, like all of the engine.
 */
final class SaContext {
  final SaEnvironment env;
  final Role role;
  final Children children = new Children();
  ExchangeBudget budget = new ExchangeBudget();
  private IkeSaState state;
  private long remoteSpi;
  private Path path;
  private InetSocketAddress traffic;
  private long lastHeard;
  private Extensions extensions = Extensions.NONE;
  private boolean childless;
  private @Nullable SaKeys keys;
  private @Nullable Peer peer;
  private @Nullable Deadlines deadlines;
  private @Nullable Bytes crashToken;

  /**
   * Who we are in it.
   *
   * @param handle the connection, which outlives rekeys
   * @param localSpi our SPI
   * @param initiator whether we are the initiator of this IKE SA
   * @param gateway whether we are the responder of the connection's first IKE SA
   */
  record Role(long handle, long localSpi, boolean initiator, boolean gateway) {}

  SaContext(SaEnvironment env, Role role, long remoteSpi, Path path, IkeSaState state, long now) {
    this.env = env;
    this.role = role;
    this.remoteSpi = remoteSpi;
    this.path = path;
    this.traffic = path.remote();
    this.state = state;
    this.lastHeard = now;
  }

  IkeSaState state() {
    return state;
  }

  boolean is(IkeSaState other) {
    return state == other;
  }

  void become(IkeSaState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(state + " cannot become " + next);
    }
    state = next;
    if (next == IkeSaState.GONE && keys != null) {
      keys.keys().erase();
    }
  }

  long remoteSpi() {
    return remoteSpi;
  }

  void learnRemoteSpi(long spi) {
    remoteSpi = spi;
  }

  long spiI() {
    return role.initiator() ? role.localSpi() : remoteSpi;
  }

  long spiR() {
    return role.initiator() ? remoteSpi : role.localSpi();
  }

  Path path() {
    return path;
  }

  void path(Path next) {
    path = next;
  }

  Extensions extensions() {
    return extensions;
  }

  /** Both ends announced these. */
  void use(Extensions agreed) {
    extensions = agreed;
  }

  long lastHeard() {
    return lastHeard;
  }

  void heard(long now) {
    lastHeard = now;
  }

  /** The keys; only once they exist. */
  SaKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("no keys yet");
    }
    return keys;
  }

  boolean hasKeys() {
    return keys != null;
  }

  /** From now on with a post-quantum key in them (RFC 8784 §3). */
  void mixed(IkeKeys next) {
    IkeKeys before = keys().keys();
    keys = keys().with(next);
    before.eraseMixed();
  }

  void keys(SaKeys made) {
    keys = made;
  }

  Optional<Peer> peer() {
    return Optional.ofNullable(peer);
  }

  long tunnelId() {
    return peer == null ? 0 : peer.tunnelId();
  }

  /** The peer is authenticated. */
  void establish(Peer authenticated, long now) {
    become(IkeSaState.ESTABLISHED);
    peer = authenticated;
    traffic = path.remote();
    deadlines = Deadlines.of(env.config().timing().ikeLifetime(), env.randomness(), now);
  }

  Deadlines deadlines() {
    if (deadlines == null) {
      throw new IllegalStateException("not established");
    }
    return deadlines;
  }

  void deadlines(Deadlines next) {
    deadlines = next;
  }

  /** What the peer will show when it has lost this IKE SA (RFC 6290). */
  Optional<Bytes> crashToken() {
    return Optional.ofNullable(crashToken);
  }

  /** Takes the token out of a protected message, if it has one. */
  void learnCrashToken(PayloadList message) {
    CrashToken.read(message).ifPresent(token -> crashToken = token);
  }

  ChildContext childContext() {
    return new ChildContext(prf(), keys().keys().d(), env.spis(), env.randomness());
  }

  Prf prf() {
    return Prf.of(keys().suite().prf());
  }

  /** Something authentic and new came from there: the peer is alive, and may have moved. */
  void follow(Arrival arrival, long now) {
    heard(now);
    if (path.differsFrom(arrival) && mayFollow(arrival)) {
      path = path.at(arrival);
      moveChildren();
    }
  }

  private boolean mayFollow(Arrival arrival) {
    // RFC 7296 §2.23, RFC 4555 §3.8: a peer that tells where it is, is not followed
    return peer == null || (!peer.mobike() && path.mayDrift(arrival) && admits(arrival));
  }

  /** Whether the tunnel's policy lets the peer be there; if not, there is an event. */
  boolean admits(Arrival arrival) {
    boolean admitted = peer == null || peer.mayBeAt(arrival.remote().getAddress());
    if (!admitted) {
      emit(
          TunnelEvent.Type.FAILED,
          Optional.of(Reason.SOURCE_NOT_ALLOWED),
          Map.of("source", arrival.remote().getAddress().getHostAddress()));
    }
    return admitted;
  }

  /** Where the traffic goes: behind the messages, while a new address is not proven. */
  InetSocketAddress traffic() {
    return traffic;
  }

  void traffic(InetSocketAddress remote) {
    traffic = remote;
  }

  /** The traffic goes where the messages go. */
  void moveChildren() {
    traffic = path.remote();
    children.all().forEach(c -> env.out().move(c.inboundSpi(), traffic));
  }

  /** Until when we wait for the peer to delete what a rekey left over, retransmissions included. */
  long patience(long now) {
    return now + 6 * env.config().timing().linger().toNanos();
  }

  void install(NegotiatedChild agreed, OptionalInt replaces, Sending sending, long now) {
    children.put(
        ChildSa.of(
            agreed, Deadlines.of(env.config().timing().childLifetime(), env.randomness(), now)));
    env.out().install(InstallOrder.of(this, agreed, replaces, sending));
    if (childless) {
      childless = false;
      emit(TunnelEvent.Type.ESTABLISHED, Optional.empty(), Map.of("what", "child"));
    }
  }

  /** A child SA goes that nothing replaces. */
  void lose(int inboundSpi, Reason reason) {
    boolean used = children.byInbound(inboundSpi).filter(ChildSa::counts).isPresent();
    removeChild(inboundSpi);
    if (used) {
      sayIfChildless(reason);
    }
  }

  /** Without a child SA the tunnel carries nothing. */
  void sayIfChildless(Reason reason) {
    if (is(IkeSaState.ESTABLISHED) && !children.anyCounts()) {
      childless = true;
      emit(TunnelEvent.Type.CLOSED, Optional.of(reason), Map.of("what", "child"));
    }
  }

  void removeChild(int inboundSpi) {
    children.remove(inboundSpi).ifPresent(c -> env.out().remove(c.inboundSpi()));
  }

  void removeChildren() {
    children.all().forEach(c -> removeChild(c.inboundSpi()));
  }

  /** Where the device of that tunnel should go instead, if it can be told. */
  Optional<InetAddress> redirect(long tunnelId) {
    return extensions.redirect() ? env.out().drain().of(tunnelId) : Optional.empty();
  }

  /** Sends a message, in as many datagrams as it takes. */
  void send(List<Bytes> datagrams) {
    send(datagrams, path.local(), path.remote());
  }

  void send(List<Bytes> datagrams, InetSocketAddress local, InetSocketAddress remote) {
    datagrams.forEach(datagram -> env.out().send(local, remote, datagram));
  }

  void emit(TunnelEvent.Type type, Optional<Reason> reason, Map<String, String> more) {
    emit(type, tunnelId(), reason, more);
  }

  void emit(
      TunnelEvent.Type type, long tunnelId, Optional<Reason> reason, Map<String, String> more) {
    Evidence evidence = Evidence.from(path.remote());
    peer().ifPresent(p -> evidence.with("identity", p.identity().value()));
    env.out()
        .emit(path.remote(), new IkeEvent(type, tunnelId, reason, 1, evidence.with(more).toMap()));
  }
}
