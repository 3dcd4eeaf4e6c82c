package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who gets in, and what those see who do not. */
class AuthenticationTest {
  private static InitiatorProfile device(String name, String psk) {
    return Lab.profile(name, psk, EspPolicy.of(EncryptionCipher.AES256_GCM));
  }

  @Test
  void wrongKeyIsRefused() {
    Lab lab = new Lab();

    //   HDR, SK {IDi, AUTH, SA, TSi, TSr}  ─►
    //                                      ◄─   HDR, SK {N(AUTHENTICATION_FAILED)}
    lab.connect(device("device.example", "another key"));

    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.gateway.eventTypes()).containsExactly(TunnelEvent.Type.FAILED);
    assertThat(lab.gateway.reasons()).containsExactly("psk-mismatch");
    assertThat(lab.gateway.events.getFirst().tunnelId()).isEqualTo(Lab.TUNNEL);
    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("identity", "device.example");
    assertThat(lab.device.events.getFirst().evidence())
        .containsEntry("problem", "AUTHENTICATION_FAILED");
  }

  @Test
  void refusedForWhateverReasonLooksTheSameOnTheWire() {
    Lab wrongKey = new Lab();
    wrongKey.connect(device("device.example", "another key"));
    Lab unknown = new Lab();
    unknown.connect(device("nobody.example", Lab.PSK));
    Lab disabled = new Lab();
    disabled.gateway.know(
        "device.example",
        new Input.Refused(Reason.TUNNEL_DISABLED, Lab.TUNNEL, Map.of("site", "one")));
    disabled.connect(device("device.example", Lab.PSK));

    assertThat(unknown.gateway.reasons()).containsExactly("unknown-identity");
    assertThat(disabled.gateway.reasons()).containsExactly("tunnel-disabled");
    assertThat(disabled.gateway.events.getFirst().evidence()).containsEntry("site", "one");
    List<Integer> lengths = lengthsFromGateway(wrongKey);
    assertThat(lengthsFromGateway(unknown)).isEqualTo(lengths);
    assertThat(lengthsFromGateway(disabled)).isEqualTo(lengths);
    for (Lab lab : List.of(wrongKey, unknown, disabled)) {
      assertThat(lab.device.events.getFirst().evidence())
          .containsEntry("problem", "AUTHENTICATION_FAILED");
    }
  }

  private static List<Integer> lengthsFromGateway(Lab lab) {
    return lab.trace.stream().filter(p -> !p.toGateway()).map(p -> p.data().length()).toList();
  }

  @Test
  void badInput9UnknownIdentityWithRetransmissionsGetsTheSameOctetsAndIsForgotten() {
    Lab lab = new Lab();
    lab.connect(device("nobody.example", Lab.PSK));
    Lab.Packet auth = lab.trace.get(2);
    Lab.Packet answer = lab.trace.get(3);

    for (int i = 0; i < 5; i++) {
      List<Effect> effects =
          lab.gateway.engine.step(new Input.Datagram(auth.to(), auth.from(), auth.data()), lab.now);
      assertThat(effects)
          .containsExactly(new Effect.SendDatagram(answer.from(), answer.to(), answer.data()));
    }

    assertThat(lab.gateway.reasons()).containsExactly("unknown-identity");
    lab.run(Duration.ofSeconds(11));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isZero();
  }

  @Test
  void eitherOfTwoKeysIsAcceptedAndTheEventSaysWhich() {
    Lab lab = new Lab();
    lab.gateway.know(
        "device.example", Lab.accepted(EncryptionCipher.AES256_GCM, "the new key", Lab.PSK));

    lab.connect();

    lab.assertChildrenMatch();
    assertThat(lab.gateway.events.getFirst().evidence()).containsEntry("psk-slot", "slot1");
  }

  @Test
  void deviceThatRetriesEverySecondMakesOneEventAMinute() {
    Lab lab = new Lab();

    for (int i = 0; i < 100; i++) {
      lab.connect(device("device.example", "another key"));
      lab.run(Duration.ofMillis(500));
    }

    // 100 failures within 100 seconds: the first at once, those of its minute when that ends.
    assertThat(lab.gateway.reasons()).containsExactly("psk-mismatch", "psk-mismatch");
    assertThat(lab.gateway.events.get(1).count()).isBetween(58, 60);
    lab.run(Duration.ofMinutes(2));
    assertThat(lab.gateway.events.stream().mapToInt(e -> e.count()).sum()).isEqualTo(100);
  }

  @Test
  void initialContactReplacesTheSameDevicesOlderTunnel() {
    Lab lab = new Lab();
    lab.connect();
    int old = lab.gateway.onlyChild().inboundSpi();

    //   HDR, SK {IDi, N(INITIAL_CONTACT), AUTH, SA, TSi, TSr}  ─►
    lab.connect(initialContact(Lab.profile()));

    assertThat(lab.gateway.onlyChild().inboundSpi()).isNotEqualTo(old);
    assertThat(lab.gateway.eventTypes())
        .containsExactly(
            TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.CLOSED, TunnelEvent.Type.ESTABLISHED);
    assertThat(lab.gateway.reasons()).containsExactly("replaced");
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
  }

  @Test
  void initialContactOfAnotherIdentityLeavesATunnelAlone() {
    Lab lab = new Lab();
    lab.connect();
    lab.gateway.know("other.example", Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK));

    lab.connect(initialContact(device("other.example", Lab.PSK)));

    assertThat(lab.gateway.children).hasSize(2);
    assertThat(lab.gateway.reasons()).isEmpty();
  }

  @Test
  void initialContactWithAWrongKeyReplacesNothing() {
    Lab lab = new Lab();
    lab.connect();

    lab.connect(initialContact(device("device.example", "another key")));

    assertThat(lab.gateway.children).hasSize(1);
    assertThat(lab.gateway.reasons()).containsExactly("psk-mismatch");
  }

  private static InitiatorProfile initialContact(InitiatorProfile p) {
    return new InitiatorProfile(
        p.tunnelId(),
        p.identity(),
        p.wantedPeer(),
        p.psk(),
        p.ike(),
        p.firstKe(),
        p.esp(),
        p.pfs(),
        p.inside(),
        p.outside(),
        true);
  }

  @Test
  void decisionsNobodyAskedForAreIgnored() {
    Lab lab = new Lab();
    lab.connect();

    List<Effect> effects =
        lab.gateway.engine.step(
            new Input.PolicyDecision(
                lab.gateway.questions.getFirst().token(),
                new Input.Refused(Reason.TUNNEL_DISABLED, 0, Map.of())),
            lab.now);

    assertThat(effects).isEmpty();
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
  }

  @Test
  void negotiationWithoutADecisionExpires() {
    Lab lab = new Lab();
    lab.connect(device("nobody.example", Lab.PSK));
    IkeEngine gateway = new IkeEngine(IkeConfig.standard(), new Random(1)::nextBytes);
    Lab.Packet init = lab.trace.getFirst();
    new End(gateway).step(new Input.Datagram(init.to(), init.from(), init.data()), 0);
    assertThat(gateway.snapshot().halfOpen()).isEqualTo(1);

    assertThat(gateway.nextDeadline()).isEqualTo(Duration.ofSeconds(30).toNanos());
    gateway.step(new Input.Tick(), gateway.nextDeadline());

    assertThat(gateway.snapshot().halfOpen()).isZero();
    assertThat(gateway.snapshot().ikeSas()).isZero();
  }
}
