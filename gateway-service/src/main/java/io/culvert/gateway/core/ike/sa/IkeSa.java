package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.task.ActiveTask;
import io.culvert.gateway.core.ike.task.IkeRekeyInitiator;
import io.culvert.gateway.core.ike.task.InitInitiator;
import io.culvert.gateway.core.ike.task.InitOutcome;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.Nat;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.Redirect;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One IKE SA. Everything it wants done goes to the {@link SaOutput} of its environment; times are
 * {@code nanoTime}.
 */
public final class IkeSa {
  private final SaContext sa;
  private final OwnRequests own;
  private final PeerRequests requests;
  private final Reception reception;
  private final Upkeep upkeep;
  private final Hints hints;

  private IkeSa(SaContext sa, int firstPeerMessageId, @Nullable InitiatorProfile profile) {
    this.sa = sa;
    this.own = new OwnRequests(sa);
    this.requests = new PeerRequests(sa, own, firstPeerMessageId);
    this.upkeep = new Upkeep(sa, own, requests);
    this.hints = new Hints(sa, own, upkeep);
    this.reception =
        new Reception(
            sa, own, requests, new Conclusions(sa, own, requests, upkeep, profile), hints);
  }

  /** The octets of an answered IKE_SA_INIT, and when its request came. */
  public record InitExchange(Arrival request, Bytes response, long since) {}

  /** A responder's, once IKE_SA_INIT is answered. */
  public static IkeSa responder(
      SaEnvironment env,
      long handle,
      Nat.Ends ends,
      InitOutcome outcome,
      InitExchange init,
      long now) {
    SaContext sa =
        new SaContext(
            env,
            new SaContext.Role(handle, ends.spiR(), false, true),
            ends.spiI(),
            new Path(ends.local(), ends.remote(), outcome.nat()),
            IkeSaState.INIT_DONE,
            now);
    sa.use(outcome.extensions());
    IkeSa ike = new IkeSa(sa, 1, null);
    ike.requests.expireAt(now + env.config().halfOpen().lifetime().toNanos());
    ike.requests.authenticateWith(new AuthStage(sa, ike.requests, outcome, init));
    return ike;
  }

  /** An initiator's; sends its first request. */
  public static IkeSa initiator(
      SaEnvironment env,
      long handle,
      InetSocketAddress local,
      InetSocketAddress remote,
      InitiatorProfile profile,
      long now) {
    long spi = env.spis().newIkeSpi();
    SaContext sa =
        new SaContext(
            env,
            new SaContext.Role(handle, spi, true, false),
            0,
            new Path(local, remote, Nat.NONE),
            IkeSaState.INIT_SENT,
            now);
    IkeSa ike = new IkeSa(sa, 0, profile);
    ike.own.submit(
        new InitInitiator(
            profile, env.config(), env.randomness(), new Nat.Ends(spi, 0, local, remote)),
        now);
    return ike;
  }

  /** One that a rekey made. */
  static Successor successor(SaContext sa) {
    IkeSa ike = new IkeSa(sa, 0, null);
    return new Successor(ike, sa, ike.own, ike.requests);
  }

  /** A datagram whose SPIs are this IKE SA's. */
  public void receive(IkeHeader header, Arrival arrival, long now) {
    reception.receive(header, arrival, now);
  }

  /** The policy: the peer that waits in {@link SaOutput#requestPolicy} may have this tunnel. */
  public void accept(TunnelPolicy policy, long now) {
    if (sa.is(IkeSaState.DECIDING)) {
      requests.auth().orElseThrow().accept(policy, now);
      if (isEstablished()) {
        requests.authenticated();
      }
    }
  }

  /** The policy: it may not. */
  public void refuse(Reason reason, long tunnelId, Map<String, String> evidence, long now) {
    if (sa.is(IkeSaState.DECIDING)) {
      requests.auth().orElseThrow().refuse(reason, tunnelId, evidence, now);
    }
  }

  /** Does what is due. */
  public void tick(long now) {
    reception.tick(now);
    upkeep.tick(now);
  }

  /** When {@link #tick} has something to do; {@code Long.MAX_VALUE} for never. */
  public long nextDeadline() {
    return Math.min(upkeep.nextDeadline(), reception.nextDeadline());
  }

  /** Authenticated ESP, the newest so far, came from where the peer was not known to be. */
  public void espFrom(InetSocketAddress local, InetSocketAddress remote, long now) {
    if (isEstablished()) {
      sa.follow(new Arrival(local, remote, Bytes.EMPTY), now);
    }
  }

  /** Authenticated ESP came from the peer. */
  public void peerActive(long now) {
    sa.heard(now);
  }

  /** Closes in good order. */
  public void close(Reason reason, long now) {
    if (isEstablished()) {
      upkeep.close(reason, Map.of(), now);
    }
  }

  /** Closes without a word to the peer. */
  public void drop(Reason reason, long now) {
    if (isEstablished()) {
      upkeep.drop(reason, now);
    }
  }

  /** Sends a liveness probe, unless a request of ours is on its way, which serves as well. */
  public void probe(long now) {
    if (isEstablished() && own.isIdle()) {
      upkeep.probe(now);
    }
  }

  /** Somebody says that the peer does not know this SPI of its own: it may have forgotten us. */
  public void hintInvalidSpi(int outboundSpi, long now) {
    if (sa.children.byOutbound(outboundSpi).isPresent()) {
      hints.suspect(now);
    }
  }

  /** ESP came from the peer's address with an SPI that we do not have (RFC 7296 §1.5). */
  public void strayEsp(int spi, long now) {
    hints.reportInvalidSpi(spi, now);
  }

  /** Sends a device elsewhere that should and can go (RFC 5685 §5). */
  public void sendAway(long now) {
    if (isEstablished()) {
      sa.redirect(sa.tunnelId())
          .ifPresent(to -> own.submit(new ActiveTask.Inform(List.of(Redirect.to(to))), now));
    }
  }

  /** Negotiates one more child SA. */
  public void createChild(long now) {
    if (isEstablished()) {
      own.creations().create(now);
    }
  }

  /** Rekeys a child SA. */
  public void rekeyChild(int inboundSpi, long now) {
    if (isEstablished()) {
      sa.children
          .byInbound(inboundSpi)
          .filter(c -> c.state() == ChildSa.State.USED)
          .ifPresent(c -> sa.children.put(c.with(c.deadlines().due(now))));
      upkeep.tick(now);
    }
  }

  /** Deletes a child SA. */
  public void deleteChild(int inboundSpi, long now) {
    Optional<ChildSa> child = sa.children.byInbound(inboundSpi);
    if (isEstablished() && child.filter(c -> c.state() != ChildSa.State.DELETING).isPresent()) {
      sa.children.put(child.get().in(ChildSa.State.DELETING));
      upkeep.deleteChild(inboundSpi, now);
    }
  }

  /** A child SA has protected as much as it may: it ends, as at the end of its lifetime. */
  public void expireChild(int inboundSpi, long now) {
    if (isEstablished()) {
      sa.children.byInbound(inboundSpi).ifPresent(c -> upkeep.expire(c, now));
    }
  }

  /** Rekeys the IKE SA. */
  public void rekeyIke(long now) {
    if (isEstablished() && own.tasks().noneMatch(IkeRekeyInitiator.class::isInstance)) {
      upkeep.rekeyIke(now);
    }
  }

  /** Whether it is authenticated and in use. */
  public boolean isEstablished() {
    return sa.is(IkeSaState.ESTABLISHED);
  }

  /** Ends if the key that proved the peer is none of these. */
  public void keepIfProvenBy(List<AcceptedPsk> keys, long now) {
    boolean retired = sa.peer().flatMap(Peer::key).filter(key -> !key.isOfOne(keys)).isPresent();
    if (retired) {
      close(Reason.CONFIGURATION_CHANGED, now);
    }
  }

  /** Whether it is established and has a child SA. */
  public boolean carriesTraffic() {
    return isEstablished() && sa.children.anyCounts();
  }

  /** Whether it counts against the limits of half-open SAs. */
  public boolean isHalfOpen() {
    return sa.state().isHalfOpen();
  }

  /** Whether it is to be forgotten. */
  public boolean isGone() {
    return sa.is(IkeSaState.GONE);
  }

  /** The answer to IKE_SA_INIT, when this is the request it answered. */
  public Optional<Bytes> initAnswer(Bytes request) {
    return requests
        .auth()
        .filter(stage -> stage.initRequest().equals(request))
        .map(AuthStage::initResponse);
  }

  /** Our SPI. */
  public long localSpi() {
    return sa.role.localSpi();
  }

  /** Names the connection; stays the same across rekeys. */
  public long handle() {
    return sa.role.handle();
  }

  /** The tunnel; 0 before the peer is authenticated. */
  public long tunnelId() {
    return sa.tunnelId();
  }

  /** The peer's identity, once proven. */
  public Optional<Identity> identity() {
    return sa.peer().map(Peer::identity);
  }

  /** Where the peer was last. */
  public InetSocketAddress remote() {
    return sa.path().remote();
  }

  /** When the peer last proved to be there. */
  public long lastHeard() {
    return sa.lastHeard();
  }
}
