package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Notices.Listening;
import io.culvert.gateway.app.steering.Probes;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.core.notice.NoticeEvent;
import io.culvert.gateway.core.steer.Answers;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection over which a host is told why its requests are refused, until it or the host ends.
 * It writes no more than the host reads: what waits then is kept in {@link Notices}, and bounded.
 */
// A write or a close that fails ends the connection, and that is told by itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class NoticeStream extends ChannelInboundHandlerAdapter {
  private static final long HEARTBEAT_SECONDS = 15;
  private static final String HEARTBEAT = ": \n\n";

  private final Channel channel;
  private final SteeredHost host;
  private final Probes probes;
  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable Listening listening;
  private @Nullable Future<?> heartbeat;

  private NoticeStream(Channel channel, SteeredHost host, Probes probes) {
    this.channel = channel;
    this.host = host;
    this.probes = probes;
  }

  /** Begins; false when enough listen already, and then nothing has happened. */
  static boolean begin(Channel channel, SteeredHost host, Notices notices, Probes probes) {
    NoticeStream stream = new NoticeStream(channel, host, probes);
    Optional<Listening> listening = notices.listen(host, stream::wake);
    listening.ifPresent(stream::start);
    return listening.isPresent();
  }

  private void start(Listening begun) {
    listening = begun;
    channel.pipeline().addLast(this);
    channel.closeFuture().addListener(_ -> stop());
    write(new String(Answers.eventStream().toArray(), StandardCharsets.US_ASCII) + HEARTBEAT);
    heartbeat =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    channel.config().setAutoRead(true);
    tell();
  }

  private void beat() {
    if (probes.find(host.carrier()).filter(this::isSame).isEmpty()) {
      channel.close();
    } else if (channel.isWritable()) {
      write(HEARTBEAT);
    }
  }

  private boolean isSame(SteeredHost there) {
    return there.tunnelId() == host.tunnelId() && there.inside() == host.inside();
  }

  /** Called by any thread: only once until it was followed. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      channel.eventLoop().execute(this::tell);
    }
  }

  private void tell() {
    woken.set(false);
    if (listening == null || !channel.isWritable()) {
      return; // again once the host has read
    }
    StringBuilder text = new StringBuilder();
    for (NoticeEvent event : listening.take()) {
      text.append(event.text());
    }
    if (!text.isEmpty()) {
      write(text.toString());
    }
  }

  private void write(String text) {
    channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    tell();
  }

  /** Who listens has nothing more to say. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object octets) {
    ReferenceCountUtil.release(octets);
    ctx.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  private void stop() {
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    if (listening != null) {
      listening.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
