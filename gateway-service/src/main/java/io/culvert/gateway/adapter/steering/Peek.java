package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.adapter.steering.Admission.Place;
import io.culvert.gateway.app.steering.AnswerDesk;
import io.culvert.gateway.app.steering.Leaf;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.app.steering.SteeringCounts.Outcome;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.steer.Arrival;
import io.culvert.gateway.core.steer.Effect;
import io.culvert.gateway.core.steer.Effect.Asker;
import io.culvert.gateway.core.steer.PageReason;
import io.culvert.gateway.core.steer.Steering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a host until it is passed on or answered. It reads only while it needs more,
 * and all it does until then ends by a deadline.
 */
// A write or a close that fails ends the connection, and that is told by itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class Peek extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(Peek.class);
  private static final int FIRST_SIZE = 2_048;
  private static final int TOO_MANY = 429; // RFC 6585 §4

  private final SteeringSettings settings;
  private final ProxyPorts ports;
  private final SteeredHost host;
  private final Place place;
  private final boolean probe;
  private Steering steering;
  private byte[] read = new byte[FIRST_SIZE];
  private int length;
  private int atLeast = 1;
  private boolean decided;
  private boolean inputEnded;
  private boolean inTls;
  private @Nullable Future<?> deadline;

  Peek(
      SteeringSettings settings, ProxyPorts ports, SteeredHost host, Arrival arrival, Place place) {
    this.settings = settings;
    this.ports = ports;
    this.host = host;
    this.place = place;
    this.probe = arrival.probe();
    this.steering = new Steering(arrival, host.names());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    within(settings.peekTime(), ctx, () -> Door.reset(ctx.channel()));
    ctx.read();
  }

  private void within(Duration time, ChannelHandlerContext ctx, Runnable otherwise) {
    stopClock();
    deadline = ctx.executor().schedule(otherwise, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf octets = (ByteBuf) message;
    try {
      int more = octets.readableBytes();
      if (length + more > read.length) {
        read = Arrays.copyOf(read, Math.max(length + more, 2 * read.length));
      }
      octets.readBytes(read, length, more);
      length += more;
    } finally {
      octets.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (decided) {
      return;
    }
    if (length >= atLeast) {
      follow(ctx, steering.on(read, length));
    } else {
      endOrRead(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (!decided) {
        ctx.close();
      }
    }
  }

  private void endOrRead(ChannelHandlerContext ctx) {
    if (!inputEnded) {
      ctx.read();
    }
  }

  private void follow(ChannelHandlerContext ctx, Effect effect) {
    switch (effect) {
      case Effect.NeedMore(int more) -> {
        atLeast = more;
        endOrRead(ctx);
      }
      case Effect.Terminate(String name) -> terminate(ctx, name);
      case Effect.Splice splice -> connect(ctx, splice);
      case Effect.Reply reply -> answer(ctx, reply);
      case Effect.TellNotices() -> listen(ctx);
      case Effect.Close _ -> close(ctx, Outcome.CLOSED, Reason.BLOCKED);
    }
  }

  private void close(ChannelHandlerContext ctx, Outcome outcome, Reason reason) {
    decided = true;
    ports.counts().add(outcome);
    note(reason);
    ctx.close();
  }

  private void terminate(ChannelHandlerContext ctx, String name) {
    InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
    Optional<Leaf> leaf = ports.certificates().leaf(remote.getAddress(), name);
    if (leaf.isEmpty()) {
      close(ctx, Outcome.NO_CERTIFICATE, Reason.LOGIN_REQUIRED);
      return;
    }
    steering = steering.inside(name);
    inTls = true;
    ByteBuf hello = Unpooled.wrappedBuffer(read, 0, length);
    read = new byte[FIRST_SIZE];
    length = 0;
    atLeast = 1;
    ctx.pipeline().addFirst(new SslHandler(ServerTls.engine(leaf.get())));
    ctx.pipeline().fireChannelRead(hello);
    ctx.pipeline().fireChannelReadComplete();
  }

  private void connect(ChannelHandlerContext ctx, Effect.Splice splice) {
    decided = true;
    int forwarded = length;
    Outbound outbound = new Outbound(ctx.channel(), settings, ports.resolver());
    within(settings.connectTime(), ctx, () -> fail(ctx, splice.asker(), PageReason.UNREACHABLE));
    outbound.connect(
        splice.target(),
        new Outbound.Result() {
          @Override
          public void connected(Channel site) {
            pass(ctx, site, splice, forwarded);
          }

          @Override
          public void failed(PageReason reason) {
            fail(ctx, splice.asker(), reason);
          }
        });
  }

  private void pass(ChannelHandlerContext ctx, Channel site, Effect.Splice splice, int forwarded) {
    if (ctx.isRemoved() || !ctx.channel().isActive()) {
      site.close();
      return;
    }
    stopClock();
    place.finish();
    ports.counts().add(Outcome.PASSED);
    site.write(Unpooled.wrappedBuffer(splice.first().toArray()));
    // What came while there was no connection yet.
    site.writeAndFlush(Unpooled.wrappedBuffer(read, forwarded, length - forwarded));
    Relay.between(ctx.channel(), site, inputEnded);
    ctx.pipeline().remove(this);
  }

  private void fail(ChannelHandlerContext ctx, @Nullable Asker asker, PageReason reason) {
    if (ctx.isRemoved() || !ctx.channel().isActive()) {
      return;
    }
    if (asker == null) {
      note(Reason.of(reason));
      Door.reset(ctx.channel());
    } else {
      answer(ctx, new Effect.Show(reason, asker));
    }
  }

  private void answer(ChannelHandlerContext ctx, Effect.Reply reply) {
    decided = true;
    stopClock();
    ports.counts().add(Outcome.of(reply));
    AnswerDesk.Answer answer = ports.answers().to(host, reply);
    note(answer.refused());
    Farewell.say(ctx.channel(), answer.response().toArray(), inputEnded);
    ctx.pipeline().remove(this);
  }

  private void listen(ChannelHandlerContext ctx) {
    if (!NoticeStream.begin(ctx.channel(), host, ports.notices(), ports.probes())) {
      answer(ctx, new Effect.Refuse(TOO_MANY));
      return;
    }
    decided = true;
    stopClock();
    place.finish();
    ports.counts().add(Outcome.ANSWERED);
    ctx.pipeline().remove(this);
  }

  /** Tells the host, if it listens; what it asks at the probe address it is answered there. */
  private void note(@Nullable Reason reason) {
    if (reason != null && !probe) {
      ports.notices().refused(host, reason, steering.about());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopClock();
    if (!decided) {
      ports.counts().add(Outcome.UNFINISHED);
      // Most often it does not trust our certificate, and its user sees no more than an error.
      note(inTls ? Reason.LOGIN_REQUIRED : null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Resets and broken TLS are what hosts do every day; anything else is ours.
    if (!(cause instanceof IOException || cause instanceof DecoderException)) {
      LOG.errorf(cause, "A connection of %s was closed", host);
    }
    ctx.close();
  }
}
