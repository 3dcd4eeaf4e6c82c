package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.Resolver;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Effect;
import io.culvert.gateway.core.steer.Effect.Target;
import io.culvert.gateway.core.steer.PageReason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;

/** Connects to where a host's connection goes. All of it runs in the thread of that connection. */
final class Outbound {
  /** One of many addresses may be down; more are not worth the wait. */
  private static final int MOST_ADDRESSES = 3;

  private final Channel client;
  private final SteeringSettings settings;
  private final Resolver resolver;

  /** How it ends, once. */
  interface Result {
    void connected(Channel site);

    void failed(PageReason reason);
  }

  Outbound(Channel client, SteeringSettings settings, Resolver resolver) {
    this.client = client;
    this.settings = settings;
    this.resolver = resolver;
  }

  void connect(Target target, Result result) {
    switch (target) {
      case Effect.ToAddress(int address, int port) ->
          tryAll(settings.outside().candidates(List.of(address), address), port, result);
      case Effect.ToName(String name, int wanted, int port) ->
          resolver
              .resolve(name)
              .whenCompleteAsync(
                  (addresses, failure) ->
                      tryAll(
                          failure == null
                              ? settings.outside().candidates(addresses, wanted)
                              : List.of(),
                          port,
                          result),
                  client.eventLoop());
    }
  }

  private void tryAll(List<Integer> addresses, int port, Result result) {
    if (addresses.isEmpty()) {
      result.failed(PageReason.UNRESOLVED);
    } else {
      tryNext(addresses.stream().limit(MOST_ADDRESSES).iterator(), port, result);
    }
  }

  private void tryNext(Iterator<Integer> addresses, int port, Result result) {
    if (!addresses.hasNext()) {
      result.failed(PageReason.UNREACHABLE);
      return;
    }
    if (!client.isActive()) {
      return; // nobody waits any more
    }
    bootstrap()
        .connect(new InetSocketAddress(Ipv4Range.text(addresses.next()), port))
        .addListener(
            (ChannelFuture done) -> {
              if (done.isSuccess()) {
                result.connected(done.channel());
              } else {
                tryNext(addresses, port, result);
              }
            });
  }

  private Bootstrap bootstrap() {
    // Each attempt leaves time for the others.
    long millis = settings.connectTime().toMillis() / MOST_ADDRESSES;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(client.eventLoop())
            .channelFactory(() -> new EpollSocketChannel(InternetProtocolFamily.IPv4))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, millis))
            .handler(new ChannelInboundHandlerAdapter());
    Relay.options(bootstrap);
    return bootstrap;
  }
}
