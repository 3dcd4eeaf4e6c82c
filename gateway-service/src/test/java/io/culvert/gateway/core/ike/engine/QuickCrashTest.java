package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.ClearNotice;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.CrashToken;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Quick crash detection (RFC 6290): the gateway makes tokens, the device takes them. */
class QuickCrashTest {
  private static final IkeConfig WITH_TOKENS =
      IkeConfig.standard().withCrashSecret(Lab.secret("32 octets that survive a restart"));

  private final Lab lab = new Lab(WITH_TOKENS, 1);

  private static Optional<NotifyPayload> token(Optional<IkeMessage> message) {
    return message.flatMap(m -> m.notification(NotifyType.QUICK_CRASH_DETECTION));
  }

  private static IkeHeader header(Bytes message) {
    if (MessageCodec.decodeHeader(message.toArray()) instanceof IkeHeader header) {
      return header;
    }
    throw new AssertionError("no header");
  }

  private static List<NotifyPayload> notices(Bytes message) {
    return ClearNotice.read(header(message), message.toArray());
  }

  @Test
  void deviceReconnectsWithinSecondsAfterAGatewayRestart() {
    lab.connect();
    lab.restartGateway(WITH_TOKENS);
    long restarted = lab.now;

    //   HDR, SK {}  ─►
    //               ◄─  HDR, N(INVALID_IKE_SPI), N(QCD_TOKEN)
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.settle();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.device.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.device.events.getLast().type()).isEqualTo(TunnelEvent.Type.CLOSED);
    assertThat(lab.device.reasons()).containsExactly("peer-restarted");

    lab.connect();
    assertThat(lab.now - restarted).isLessThan(Duration.ofSeconds(2).toNanos());
    lab.assertChildrenMatch();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void withoutThePersistentSecretTheTokenIsNotBelieved() {
    lab.connect();
    lab.restartGateway(IkeConfig.standard().withCrashSecret(Lab.secret("another secret")));

    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.settle();

    assertThat(lab.device.children).hasSize(1);
    assertThat(lab.device.dropped(DropReason.CLEAR_NOTICE)).isEqualTo(1);
  }

  @Test
  void tokenAloneInAMessageOfFourIsFound() {
    lab.connect();
    IkeHeader sa = header(lab.trace.get(3).data());
    List<Payload> tokens = new ArrayList<>();
    tokens.add(NotifyPayload.of(NotifyType.INVALID_IKE_SPI));
    for (String secret : List.of("one", "two", "three", "32 octets that survive a restart")) {
      tokens.add(CrashToken.of(Lab.secret(secret), sa.responderSpi(), sa.initiatorSpi()));
    }
    IkeMessage answer =
        new IkeMessage(
            sa.initiatorSpi(),
            sa.responderSpi(),
            ExchangeType.INFORMATIONAL,
            false,
            true,
            2,
            tokens);

    lab.give(
        lab.device,
        new Input.Datagram(
            Lab.DEVICE, Lab.GATEWAY, Bytes.of(MessageCodec.encodeUnprotected(answer))));

    assertThat(lab.device.reasons()).containsExactly("peer-restarted");
  }

  @Test
  void authResponseCarriesTheTokenThatARestartedGatewayShows() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    Optional<NotifyPayload> promised =
        token(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())));
    Bytes probe = device.seal(ExchangeType.INFORMATIONAL, List.of(), device.nextId(), false);

    lab.restartGateway(WITH_TOKENS);
    List<NotifyPayload> shown = notices(afterRestart(probe).getFirst());

    assertThat(promised).isPresent();
    assertThat(promised.get().protocol()).isEqualTo(1);
    assertThat(shown).hasSize(2);
    assertThat(shown.getFirst().is(NotifyType.INVALID_IKE_SPI)).isTrue();
    assertThat(shown.getLast()).isEqualTo(promised.get());
  }

  private List<Bytes> afterRestart(Bytes datagram) {
    return lab.gateway.step(new Input.Datagram(Lab.GATEWAY, Lab.DEVICE, datagram), lab.now).stream()
        .map(Effect.SendDatagram::data)
        .toList();
  }

  @Test
  void tokenOfALiveIkeSaIsNeverShown() {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    Bytes live =
        token(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())))
            .orElseThrow()
            .data();
    IkeHeader sa =
        header(device.seal(ExchangeType.INFORMATIONAL, List.of(), device.nextId(), false));
    long i = sa.initiatorSpi();
    long r = sa.responderSpi();
    List<long[]> pairs =
        List.of(
            new long[] {i, r},
            new long[] {r, i},
            new long[] {i, i},
            new long[] {r, r},
            new long[] {i + 1, r},
            new long[] {r, i + 1},
            new long[] {i, r + 1},
            new long[] {r + 1, i});
    for (long[] pair : pairs) {
      for (boolean initiator : new boolean[] {true, false}) {
        IkeMessage guess =
            new IkeMessage(
                pair[0],
                pair[1],
                ExchangeType.INFORMATIONAL,
                initiator,
                false,
                0,
                List.of(DeletePayload.ike(), NotifyPayload.of(NotifyType.COOKIE, manyOctets())));
        for (Bytes answer : device.send(Bytes.of(MessageCodec.encodeUnprotected(guess)))) {
          assertThat(notices(answer)).noneMatch(n -> n.data().equals(live));
        }
      }
    }
  }

  private static Bytes manyOctets() {
    return Bytes.of(new byte[100]);
  }

  @Test
  void answerWithTokenIsLeftOutWhereItWouldOutgrowTheRequest() {
    RawDevice device = RawDevice.connected(new Lab(IkeConfig.standard(), 9).gateway);
    byte[] probe =
        device.seal(ExchangeType.INFORMATIONAL, List.of(), device.nextId(), false).toArray();
    for (int length = IkeHeader.LENGTH; length <= probe.length; length++) {
      byte[] cut = Arrays.copyOf(probe, length);
      cut[27] = (byte) length;
      for (Bytes answer : afterRestart(Bytes.of(cut))) {
        assertThat(answer.length()).isLessThanOrEqualTo(length);
        assertThat(notices(answer)).hasSize(length >= 60 ? 2 : 1);
      }
      lab.now += Duration.ofSeconds(1).toNanos();
    }
  }

  @Test
  void tokenIsRenewedWhenTheDeviceRekeysTheIkeSa() {
    lab.connect();
    lab.give(lab.device, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();
    assertRestartIsBelieved();
  }

  @Test
  void tokenIsRenewedWhenTheGatewayRekeysTheIkeSa() {
    lab.connect();

    //                          ◄─  HDR, SK {SA, Ni, KEi}
    //   HDR, SK {SA, Nr, KEr}  ─►
    //                          ◄─  HDR, SK {N(QCD_TOKEN)}     in the new IKE SA
    lab.give(lab.gateway, new Input.RekeyIke(Lab.TUNNEL));
    lab.settle();
    assertThat(lab.trace).hasSize(10);
    assertRestartIsBelieved();
  }

  private void assertRestartIsBelieved() {
    lab.run(Duration.ofSeconds(15));
    assertThat(lab.device.children).hasSize(1);
    lab.restartGateway(WITH_TOKENS);
    lab.give(lab.device, new Input.Probe(Lab.TUNNEL));
    lab.settle();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.device.reasons()).containsExactly("peer-restarted");
  }

  @Test
  void gatewayWithoutASecretMakesNoTokens() {
    Lab plain = new Lab();
    RawDevice device = RawDevice.afterInit(plain.gateway);
    assertThat(token(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()))))
        .isEmpty();
  }
}
