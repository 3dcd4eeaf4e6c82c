package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages for SAs that one end does not have (RFC 7296 §1.5, §2.21.4). */
class UnknownSpiTest {
  private final Lab lab = new Lab();

  /** A protected message of an IKE SA that the lab's gateway does not have. */
  private static Bytes stray(ExchangeType exchange, boolean response) {
    return RawDevice.afterInit(new Lab(IkeConfig.standard(), 9).gateway)
        .seal(exchange, List.of(), 7, response);
  }

  private List<Effect.SendDatagram> inject(InetSocketAddress from, Bytes data) {
    return lab.gateway.step(new Input.Datagram(Lab.GATEWAY, from, data), lab.now);
  }

  private static NotifyPayload onlyNotice(IkeHeader header, Bytes answer) {
    List<NotifyPayload> notices = ClearNotice.read(header, answer.toArray());
    assertThat(notices).hasSize(1);
    return notices.getFirst();
  }

  private static IkeHeader header(Bytes message) {
    if (MessageCodec.decodeHeader(message.toArray()) instanceof IkeHeader header) {
      return header;
    }
    throw new AssertionError("no header");
  }

  @Test
  void requestWithAnUnknownSpiIsAnsweredWithInvalidIkeSpiInTheClear() {
    lab.connect();
    Bytes request = stray(ExchangeType.INFORMATIONAL, false);

    //   HDR, SK {}  ─►
    //               ◄─  HDR, N(INVALID_IKE_SPI)
    List<Effect.SendDatagram> answers = inject(Lab.at("203.0.113.9", 4500), request);

    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().remote()).isEqualTo(Lab.at("203.0.113.9", 4500));
    IkeHeader asked = header(request);
    IkeHeader answered = header(answers.getFirst().data());
    assertThat(answered.initiatorSpi()).isEqualTo(asked.initiatorSpi());
    assertThat(answered.responderSpi()).isEqualTo(asked.responderSpi());
    assertThat(answered.messageId()).isEqualTo(7);
    assertThat(answered.exchange()).contains(ExchangeType.INFORMATIONAL);
    assertThat(answered.response()).isTrue();
    assertThat(answered.initiator()).isFalse();
    assertThat(onlyNotice(answered, answers.getFirst().data()).is(NotifyType.INVALID_IKE_SPI))
        .isTrue();
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(1);
  }

  @Test
  void responseAndFirstRequestWithAnUnknownSpiAreNotAnswered() {
    assertThat(inject(Lab.DEVICE, stray(ExchangeType.INFORMATIONAL, true))).isEmpty();
    IkeMessage init =
        new IkeMessage(
            1,
            2,
            ExchangeType.IKE_SA_INIT,
            true,
            false,
            0,
            List.of(NotifyPayload.of(NotifyType.COOKIE, Bytes.ofLong(1))));
    assertThat(inject(Lab.DEVICE, Bytes.of(MessageCodec.encodeUnprotected(init)))).isEmpty();
    assertThat(lab.gateway.dropped(DropReason.UNKNOWN_SPI)).isEqualTo(2);
  }

  @Test
  void answerIsNeverLargerThanTheRequest() {
    byte[] request = stray(ExchangeType.INFORMATIONAL, false).toArray();
    for (int length = IkeHeader.LENGTH; length <= request.length; length++) {
      byte[] cut = Arrays.copyOf(request, length);
      cut[27] = (byte) length;
      lab.now += Duration.ofSeconds(1).toNanos();
      for (Effect.SendDatagram answer : inject(Lab.DEVICE, Bytes.of(cut))) {
        assertThat(answer.data().length()).isLessThanOrEqualTo(length);
      }
    }
    assertThat(lab.gateway.dropped(DropReason.WOULD_AMPLIFY)).isPositive();
  }

  @Test
  void oneSourceGetsFewAnswersAndTakesNoneFromTheOthers() {
    Bytes request = stray(ExchangeType.INFORMATIONAL, false);
    int answers = 0;
    for (int i = 0; i < 5_000; i++) {
      answers += inject(Lab.DEVICE, request).size();
    }

    assertThat(answers).isEqualTo(40);
    assertThat(lab.gateway.dropped(DropReason.UNKNOWN_SPI_OVER_LIMIT)).isEqualTo(4_960);
    assertThat(inject(Lab.at("203.0.113.9", 500), request)).hasSize(1);
  }

  @Test
  void crowdOfSourcesGetsFewAnswersInAll() {
    Bytes request = stray(ExchangeType.INFORMATIONAL, false);
    int answers = 0;
    for (int i = 0; i < 5_000; i++) {
      answers += inject(Lab.at("10.1." + (i >>> 8) + "." + (i & 0xff), 500), request).size();
    }

    assertThat(answers).isEqualTo(1_000);
    lab.now += Duration.ofSeconds(1).toNanos();
    assertThat(inject(Lab.DEVICE, request)).hasSize(1);
  }

  @Test
  void invalidIkeSpiFromAnybodyChangesNothingAndProbesOnceInTenSeconds() {
    lab.connect();
    Bytes forged = answerInTheClear(NotifyType.INVALID_IKE_SPI);

    //                          ◄─   HDR, N(INVALID_IKE_SPI)     from anybody
    //   HDR, SK {}   ─►                                         our probe
    for (int i = 0; i < 100; i++) {
      lab.give(lab.device, new Input.Datagram(Lab.DEVICE, Lab.GATEWAY, forged));
      lab.run(Duration.ofMillis(50));
    }

    assertThat(lab.trace).hasSize(6);
    assertThat(lab.device.dropped(DropReason.CLEAR_NOTICE)).isEqualTo(100);
    assertThat(lab.device.children).hasSize(1);
    assertThat(lab.device.engine.snapshot().ikeSas()).isEqualTo(1);
  }

  @Test
  void otherNoticesInTheClearAreNoHints() {
    lab.connect();

    lab.give(
        lab.device,
        new Input.Datagram(
            Lab.DEVICE, Lab.GATEWAY, answerInTheClear(NotifyType.AUTHENTICATION_FAILED)));
    lab.settle();

    assertThat(lab.trace).hasSize(4);
    assertThat(lab.device.dropped(DropReason.CLEAR_NOTICE)).isEqualTo(1);
  }

  private Bytes answerInTheClear(NotifyType type) {
    IkeHeader sa = header(lab.trace.get(3).data());
    return inTheClear(
        new IkeMessage(
            sa.initiatorSpi(),
            sa.responderSpi(),
            ExchangeType.INFORMATIONAL,
            false,
            true,
            9,
            List.of(NotifyPayload.of(type))));
  }

  private static Bytes inTheClear(IkeMessage message) {
    return Bytes.of(MessageCodec.encodeUnprotected(message));
  }

  @Test
  void invalidSpiFromAnybodyIsNotAnsweredAndProbesTheIkeSaItIsAbout() {
    lab.connect();
    Bytes ours = Bytes.ofInt(lab.gateway.onlyChild().outboundSpi());

    for (Bytes spi : List.of(Bytes.ofInt(4711), Bytes.ofLong(1), ours, ours)) {
      IkeMessage notice =
          new IkeMessage(
              0,
              0,
              ExchangeType.INFORMATIONAL,
              true,
              false,
              0,
              List.of(NotifyPayload.of(NotifyType.INVALID_SPI, spi)));
      lab.give(lab.gateway, new Input.Datagram(Lab.GATEWAY, Lab.DEVICE, inTheClear(notice)));
      lab.settle();
      assertThat(lab.trace).hasSize(spi.equals(ours) ? 6 : 4);
    }

    assertThat(lab.gateway.dropped(DropReason.CLEAR_NOTICE)).isEqualTo(4);
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void strayEspOfADeviceWithAnIkeSaIsReportedInsideIt() {
    lab.connect();
    InetSocketAddress device = lab.gateway.onlyChild().remote();

    //                          ◄─   HDR, SK {N(INVALID_SPI)}
    //   HDR, SK {}   ─►
    for (int i = 0; i < 5; i++) {
      lab.give(lab.gateway, new Input.StrayEsp(device, 0x1234_5678));
      lab.settle();
    }

    assertThat(lab.trace).hasSize(6);
    assertThat(lab.trace.get(4).to()).isEqualTo(device);
    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.device.children).hasSize(1);
  }

  @Test
  void strayEspOfAStrangerIsNotAnswered() {
    lab.connect();

    lab.give(lab.gateway, new Input.StrayEsp(Lab.at("203.0.113.9", 4500), 0x1234_5678));

    assertThat(lab.trace).hasSize(4);
  }
}
