package io.culvert.gateway.adapter.steering;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The listening socket of the proxy and its threads. */
public final class SteeringProxy implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final long QUIET_MILLIS = 2_000;

  private final EventLoopGroup acceptor;
  private final EventLoopGroup workers;
  private final Admission admission;
  private final Channel server;

  private SteeringProxy(
      EventLoopGroup acceptor, EventLoopGroup workers, Admission admission, Channel server) {
    this.acceptor = acceptor;
    this.workers = workers;
    this.admission = admission;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws IOException when the port is taken or the process may not be transparent; then nothing
   *     is left running
   */
  public static SteeringProxy start(SteeringSettings settings, ProxyPorts ports)
      throws IOException {
    EventLoopGroup acceptor = group("steering-accept", 1);
    EventLoopGroup workers = group("steering", settings.threads());
    Admission admission = new Admission(settings);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptor, workers)
            // Of IPv4 alone, as the hosts are: no address is a mapped one.
            .channelFactory(() -> new EpollServerSocketChannel(InternetProtocolFamily.IPv4))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(door(settings, ports, admission));
    if (settings.transparent()) {
      bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
    }
    Relay.options(bootstrap);
    var bound = bootstrap.bind(settings.listen()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(acceptor);
      stop(workers);
      throw new IOException("cannot listen on " + settings.listen(), bound.cause());
    }
    return new SteeringProxy(acceptor, workers, admission, bound.channel());
  }

  private static ChannelInitializer<Channel> door(
      SteeringSettings settings, ProxyPorts ports, Admission admission) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        new Door(settings, ports, admission).enter(channel);
      }
    };
  }

  private static EventLoopGroup group(String name, int threads) {
    return new EpollEventLoopGroup(threads, new DefaultThreadFactory(name, true));
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** How many connections there are now, those passed on included. */
  public int connections() {
    return admission.open();
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    stop(acceptor);
    stop(workers);
  }

  private static void stop(EventLoopGroup group) {
    group
        .shutdownGracefully(0, QUIET_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(QUIET_MILLIS);
  }
}
