package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.sa.Drain;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway that is drained sends its devices to the failover gateway (RFC 5685). */
class RedirectTest {
  private static final InetAddress FAILOVER = Lab.address("192.0.2.99");
  private static final Bytes FAILOVER_IDENTITY =
      Bytes.of((byte) 1, (byte) 4, (byte) 192, (byte) 0, (byte) 2, (byte) 99);
  private static final Drain ALL = new Drain(Optional.of(FAILOVER), Map.of(Lab.TUNNEL, FAILOVER));
  private static final Drain BY_TUNNEL = new Drain(Optional.empty(), Map.of(Lab.TUNNEL, FAILOVER));

  private final Lab lab = new Lab();

  private RawDevice device() {
    return new RawDevice(lab.gateway, Lab.DEVICE, 77);
  }

  private RawDevice redirectable() {
    return device().with(NotifyPayload.of(NotifyType.REDIRECT_SUPPORTED));
  }

  private RawDevice connected(RawDevice device) {
    device.init();
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));
    assertThat(lab.gateway.children).hasSize(1);
    return device;
  }

  private List<Effect.SendDatagram> drain(Drain drain) {
    return lab.gateway.step(new Input.SendAway(drain), lab.now);
  }

  private static Bytes redirect(IkeMessage message) {
    return message.notification(NotifyType.REDIRECT).orElseThrow().data();
  }

  @Test
  void firstRequestIsAnsweredWithTheFailoverGatewayAndTheNonceOfTheRequest() {
    drain(ALL);
    RawDevice device = redirectable();
    Bytes request = device.initRequest();

    //   HDR, SAi1, KEi, Ni, N(REDIRECT_SUPPORTED)  ─►
    //                                              ◄─  HDR, N(REDIRECT, failover, Ni)
    List<Bytes> answers = device.send(request);

    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().length()).isLessThan(request.length());
    IkeMessage answer = RawDevice.clear(answers.getFirst());
    assertThat(answer.payloads()).hasSize(1);
    assertThat(answer.responderSpi()).isZero();
    assertThat(redirect(answer))
        .isEqualTo(new ByteWriter().bytes(FAILOVER_IDENTITY).bytes(device.nonce).toBytes());
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void deviceThatCannotBeSentAwayIsServed() {
    drain(ALL);

    lab.connect();

    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void deviceIsNotSentBackToWhenceItCame() {
    drain(ALL);

    connected(redirectable().with(NotifyPayload.of(NotifyType.REDIRECTED_FROM, FAILOVER_IDENTITY)));
  }

  @Test
  void deviceWhoseWayDependsOnItsTunnelIsSentAwayWhenItHasProvenWhoItIs() {
    drain(BY_TUNNEL);
    RawDevice device = redirectable();
    device.init();

    //   HDR, SK {IDi, AUTH, SAi2, TSi, TSr}  ─►
    //                                        ◄─  HDR, SK {IDr, AUTH, N(REDIRECT, failover)}
    //   HDR, SK {D(IKE)}                     ─►
    //                                        ◄─  HDR, SK {}
    IkeMessage answer =
        device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())).orElseThrow();

    assertThat(redirect(answer)).isEqualTo(FAILOVER_IDENTITY);
    assertThat(answer.first(AuthPayload.class)).isPresent();
    assertThat(answer.first(SaPayload.class)).isEmpty();
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly("redirected");
    assertThat(lab.gateway.engine.connections()).isEmpty();
    assertThat(device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike())))
        .isPresent();
  }

  @Test
  void deviceThatDoesNotGoIsForgotten() {
    drain(BY_TUNNEL);
    RawDevice device = redirectable();
    device.init();
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));

    lab.run(Duration.ofMinutes(1));

    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void strangerLearnsNothingOfTheFailoverGatewayOfATunnel() {
    lab.gateway.know("device.example", Lab.accepted(EncryptionCipher.AES256_GCM, "another key"));
    drain(BY_TUNNEL);
    RawDevice device = redirectable();
    device.init();

    Optional<IkeMessage> answer =
        device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));

    assertThat(RawDevice.error(answer)).isEqualTo(NotifyType.AUTHENTICATION_FAILED);
    assertThat(answer.orElseThrow().notification(NotifyType.REDIRECT)).isEmpty();
  }

  @Test
  void connectedDeviceIsToldAndKeepsItsTunnelUntilItGoes() {
    RawDevice device = connected(redirectable());

    //                     ◄─   HDR, SK {N(REDIRECT, failover)}
    //   HDR, SK {}        ─►
    //   HDR, SK {D(IKE)}  ─►
    List<Effect.SendDatagram> sent = drain(ALL);

    assertThat(sent).hasSize(1);
    IkeMessage told = device.open(sent.getFirst().data()).orElseThrow();
    assertThat(told.response()).isFalse();
    assertThat(told.exchange()).isEqualTo(ExchangeType.INFORMATIONAL);
    assertThat(redirect(told)).isEqualTo(FAILOVER_IDENTITY);
    assertThat(lab.gateway.children).hasSize(1);

    device.send(device.seal(ExchangeType.INFORMATIONAL, List.of(), told.messageId(), true));
    assertThat(lab.gateway.children).hasSize(1);
    device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()));
    assertThat(lab.gateway.children).isEmpty();
  }

  @Test
  void connectedDeviceThatCannotBeSentAwayStays() {
    connected(device());

    assertThat(drain(ALL)).isEmpty();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void deviceOfATunnelWithoutFailoverStays() {
    Drain others = new Drain(Optional.empty(), Map.of(Lab.TUNNEL + 1, FAILOVER));
    connected(redirectable());

    assertThat(drain(others)).isEmpty();
    assertThat(lab.gateway.children).hasSize(1);
  }

  @Test
  void gatewayBackInServiceServesAgain() {
    drain(ALL);
    assertThat(drain(Drain.NONE)).isEmpty();

    connected(redirectable());
  }
}
