package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Probes;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Inside;
import io.culvert.gateway.core.steer.Names;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream of notices on a clock of its own. */
class NoticeStreamTest {
  private static final SteeredHost HOST =
      new SteeredHost("t", 7, 20, 10, 0, _ -> new Names.LogIn(), false, SteeredHost.Look.PLAIN);

  private final Notices notices =
      new Notices(
          new HostTable(
              Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, (_, _, _) -> Access.GATED),
          () -> Gate.CLOSED,
          () -> Instant.EPOCH,
          () -> 0);
  private Optional<SteeredHost> there = Optional.of(HOST);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private final Probes probes =
      new Probes() {
        @Override
        public boolean isProbe(int address) {
          return true;
        }

        @Override
        public Optional<SteeredHost> find(int carrier) {
          return there.filter(host -> host.carrier() == carrier);
        }

        @Override
        public Optional<Inside> inside(SteeredHost host) {
          return Optional.empty();
        }
      };

  private boolean begin() {
    channel.freezeTime();
    return NoticeStream.begin(channel, HOST, notices, probes);
  }

  /** All that was written since the last time. */
  private String written() {
    channel.runPendingTasks();
    StringBuilder text = new StringBuilder();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      text.append(next.toString(StandardCharsets.UTF_8));
      next.release();
    }
    return text.toString();
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private void readable(boolean readable) {
    Objects.requireNonNull(channel.unsafe().outboundBuffer())
        .setUserDefinedWritability(1, readable);
  }

  @Test
  void streamBeginsAtOnceAndBeatsEveryFifteenSeconds() {
    assertThat(begin()).isTrue();
    assertThat(written())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Type: text/event-stream\r\n")
        .endsWith("\r\n\r\n: \n\n");
    pass(14);
    assertThat(written()).isEmpty();
    pass(1);
    assertThat(written()).isEqualTo(": \n\n");
    pass(15);
    assertThat(written()).isEqualTo(": \n\n");
  }

  @Test
  void streamEndsWhenItsHostIsGone() {
    begin();
    pass(15);
    assertThat(channel.isOpen()).isTrue();
    there = Optional.empty();
    pass(15);
    assertThat(channel.isOpen()).isFalse();
    assertNobodyListens();
  }

  @Test
  void streamEndsWhenItsCarrierAddressIsAnotherHosts() {
    begin();
    there =
        Optional.of(
            new SteeredHost(
                "t", 7, 20, 11, 0, _ -> new Names.LogIn(), false, SteeredHost.Look.PLAIN));
    pass(15);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nobodyListensAfterAConnectionEnds() {
    begin();
    assertThat(channel.close().isSuccess()).isTrue();
    assertNobodyListens();
  }

  /** So that four others may. */
  private void assertNobodyListens() {
    for (int i = 0; i < 4; i++) {
      assertThat(notices.listen(HOST, () -> {})).isPresent();
    }
  }

  @Test
  void slowReaderIsToldHowMuchItMissedAndGetsNoMoreThanTheLast() {
    begin();
    String unused = written();
    readable(false);
    for (int i = 0; i < 40; i++) {
      notices.refused(HOST, Reason.LOGIN_REQUIRED, i + ".test");
    }
    pass(15);
    assertThat(written()).isEmpty();

    readable(true);
    String text = written();
    assertThat(text).startsWith("event: lost\ndata: {\"count\":8}\n\nevent: refused\n");
    assertThat(text.lines().filter(line -> line.equals("event: refused"))).hasSize(32);
    assertThat(text).contains("\"8.test\"", "\"39.test\"").doesNotContain("\"7.test\"");
    notices.refused(HOST, Reason.LOGIN_REQUIRED, "next.test");
    assertThat(written()).contains("next.test");
  }

  @Test
  void clientThatFinishesOrSaysMoreEndsItsStream() {
    begin();
    channel.writeInbound(channel.alloc().buffer(1).writeByte('x'));
    assertThat(channel.isOpen()).isFalse();
  }
}
