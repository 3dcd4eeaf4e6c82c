package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.Resolver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks the name servers of the gateway's machine, and keeps what they say as long as they say. */
public final class DnsResolver implements Resolver, AutoCloseable {
  /** Names with the shortest lives are not asked for at each connection. */
  private static final int LEAST_SECONDS = 5;

  /** A site that moves is found again within this. */
  private static final int MOST_SECONDS = 300;

  private static final int NEGATIVE_SECONDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final EventLoopGroup thread;
  private final DnsNameResolver names;

  /** Asks the servers that the machine is set to. */
  public DnsResolver() {
    this(DnsServerAddressStreamProviders.platformDefault());
  }

  DnsResolver(DnsServerAddressStreamProvider servers) {
    thread = new EpollEventLoopGroup(1, new DefaultThreadFactory("steering-dns", true));
    names =
        new DnsNameResolverBuilder(thread.next())
            .datagramChannelType(EpollDatagramChannel.class)
            .socketChannelType(EpollSocketChannel.class)
            .nameServerProvider(servers)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
            // A bypassed name is a whole one: no other is to be found in its place.
            .searchDomains(List.of())
            .ttl(LEAST_SECONDS, MOST_SECONDS)
            .negativeTtl(NEGATIVE_SECONDS)
            .queryTimeoutMillis(PATIENCE.toMillis())
            .build();
  }

  @Override
  public CompletionStage<List<Integer>> resolve(String name) {
    CompletableFuture<List<Integer>> answer = new CompletableFuture<>();
    names
        .resolveAll(name)
        .addListener(
            (Future<List<InetAddress>> done) ->
                answer.complete(
                    done.isSuccess()
                        ? done.getNow().stream()
                            .filter(Inet4Address.class::isInstance)
                            .map(Door::number)
                            .toList()
                        : List.of()));
    return answer;
  }

  @Override
  public void close() {
    names.close();
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
