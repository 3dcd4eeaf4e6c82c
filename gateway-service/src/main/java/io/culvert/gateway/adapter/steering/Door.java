package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.adapter.steering.Admission.Place;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.app.steering.SteeringCounts.Outcome;
import io.culvert.gateway.core.steer.Arrival;
import io.culvert.gateway.core.steer.Probe;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a connection in, if it is a known host's that has a place left. */
// A write or a close that fails ends the connection, and that is told by itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Door {
  private final SteeringSettings settings;
  private final ProxyPorts ports;
  private final Admission admission;

  Door(SteeringSettings settings, ProxyPorts ports, Admission admission) {
    this.settings = settings;
    this.ports = ports;
    this.admission = admission;
  }

  void enter(Channel channel) {
    @Nullable InetSocketAddress wanted = ports.destinations().of(channel);
    // Neither is there when the connection was reset meanwhile.
    if (wanted == null
        || !(wanted.getAddress() instanceof Inet4Address to)
        || !(channel.remoteAddress() instanceof InetSocketAddress remote)
        || !(remote.getAddress() instanceof Inet4Address from)) {
      turnAway(channel);
      return;
    }
    boolean probe = ports.probes().isProbe(number(to));
    Optional<SteeredHost> host = host(probe, number(from), wanted.getPort());
    Optional<Place> place = host.flatMap(known -> admission.enter(known.carrier()));
    if (host.isEmpty() || place.isEmpty()) {
      turnAway(channel);
      return;
    }
    SteeredHost known = host.get();
    Arrival arrival =
        new Arrival(known.inside(), number(to), wanted.getPort(), known.forwardedFor(), probe);
    channel.closeFuture().addListener(_ -> place.get().leave());
    channel.pipeline().addLast(new Peek(settings, ports, known, arrival, place.get()));
  }

  private Optional<SteeredHost> host(boolean probe, int carrier, int port) {
    if (!probe) {
      return ports.hosts().find(carrier, port);
    }
    return port == Probe.PORT ? ports.probes().find(carrier) : Optional.empty();
  }

  private void turnAway(Channel channel) {
    ports.counts().add(Outcome.NO_PLACE);
    reset(channel);
  }

  /** Without a word and without leaving a socket in TIME_WAIT. */
  static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  static int number(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
