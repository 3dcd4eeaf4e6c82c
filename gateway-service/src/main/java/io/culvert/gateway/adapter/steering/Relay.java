package io.culvert.gateway.adapter.steering;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/**
 * Passes what one end of a connection sends to the other, untouched and without a time limit. Reads
 * no faster than the other end takes, and passes on that an end has finished while the other goes
 * on. Both ends are served by one thread.
 */
// A write or a close that fails ends the connection, and that is told by itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Relay extends ChannelInboundHandlerAdapter {
  private final DuplexChannel other;

  private Relay(DuplexChannel other) {
    this.other = other;
  }

  /**
   * Options of both ends. Keep-alive finds out the end that vanished, however long it is silent.
   */
  static void options(ServerBootstrap bootstrap) {
    bootstrap
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true);
  }

  static void options(Bootstrap bootstrap) {
    bootstrap
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true);
  }

  /**
   * Ties both together, and lets both be read.
   *
   * @param clientEnded whether the client has finished sending already
   */
  static void between(Channel client, Channel site, boolean clientEnded) {
    Relay toSite = new Relay((DuplexChannel) site);
    client.pipeline().addLast(toSite);
    site.pipeline().addLast(new Relay((DuplexChannel) client));
    client.config().setAutoRead(true);
    site.config().setAutoRead(true);
    if (clientEnded) {
      toSite.end((DuplexChannel) client);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object octets) {
    other.write(octets, other.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    other.flush();
    if (!other.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    other.config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      end((DuplexChannel) ctx.channel());
    }
  }

  /** Nothing more comes from here: the other end is told behind all that came. */
  private void end(DuplexChannel here) {
    other
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            _ ->
                other
                    .shutdownOutput()
                    .addListener(
                        _ -> {
                          if (here.isOutputShutdown()) {
                            here.close();
                            other.close();
                          }
                        }));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      Door.reset((Channel) other); // as this end did
    }
    ctx.close();
  }
}
