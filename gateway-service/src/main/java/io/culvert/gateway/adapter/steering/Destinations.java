package io.culvert.gateway.adapter.steering;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where the host of a connection wanted to go. */
@FunctionalInterface
public interface Destinations {
  /** TPROXY leaves the destination as it was: it is the local address of the socket. */
  Destinations OF_TPROXY = channel -> (InetSocketAddress) channel.localAddress();

  /** The IPv4 address and port; null when the connection is gone. */
  @Nullable InetSocketAddress of(Channel accepted);
}
