package io.culvert.gateway.adapter.steering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that was answered. It finishes sending, and takes for a while what still
 * comes, for a reset would take the answer from the client before it is read (RFC 9112 §9.6).
 */
// A write or a close that fails ends the connection, and that is told by itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Farewell extends ChannelInboundHandlerAdapter {
  private static final long SECONDS = 2;
  private static final int MOST_OCTETS = 1 << 20;

  private final boolean inputEnded;
  private int taken;

  private Farewell(boolean inputEnded) {
    this.inputEnded = inputEnded;
  }

  /**
   * Sends this last answer.
   *
   * @param inputEnded whether the client has finished sending already
   */
  static void say(Channel channel, byte[] answer, boolean inputEnded) {
    Farewell farewell = new Farewell(inputEnded);
    channel.pipeline().addLast(farewell);
    channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(answer))
        .addListener(_ -> farewell.finish(channel));
    channel.config().setAutoRead(true);
  }

  private void finish(Channel channel) {
    @Nullable SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      finished((DuplexChannel) channel);
    } else {
      tls.closeOutbound().addListener(_ -> finished((DuplexChannel) channel));
    }
  }

  private void finished(DuplexChannel channel) {
    if (inputEnded) {
      channel.close();
    } else {
      channel.shutdownOutput();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf octets = (ByteBuf) message;
    taken += octets.readableBytes();
    octets.release();
    if (taken > MOST_OCTETS) {
      ctx.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
