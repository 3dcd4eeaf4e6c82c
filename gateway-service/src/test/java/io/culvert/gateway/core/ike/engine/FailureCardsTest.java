package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IdType;
import io.culvert.gateway.core.wire.KeMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A failed negotiation leaves one event that says what was offered, what is configured, what to do.
 */
class FailureCardsTest {
  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("unknown-identity", "FQDN nobody.example", "no tunnel", FailureCardsTest::stranger),
        refusal("unsupported-identity", "KEY_ID", "user@fqdn", FailureCardsTest::keyId),
        refusal("psk-mismatch", "another key", "slot0 or slot1", FailureCardsTest::wrongKey),
        refusal("auth-method-unsupported", "EAP", "SHARED_KEY", FailureCardsTest::eap),
        refusal(
            "auth-method-unsupported", "DIGITAL_SIGNATURE", "SHARED_KEY", FailureCardsTest::signed),
        refusal("proposal-mismatch-ike", "MODP_2048", "MODP_8192", FailureCardsTest::otherGroup),
        refusal(
            "proposal-mismatch-child", "AES_GCM_16-256", "AES_CBC-128", FailureCardsTest::cipher),
        refusal(
            "ts-unacceptable",
            "TSi 192.168.1.0-192.168.1.255; TSr 0:0:0:0:0:0:0:0-ffff",
            "0.0.0.0-255.255.255.255, 0:0",
            FailureCardsTest::selectors),
        refusal("version-unsupported", "IKE version 1", "IKE version 2", FailureCardsTest::ikeV1),
        refusal("half-open-limit", "more", "1 unfinished", FailureCardsTest::halfOpen),
        refusal("too-many-children", "more", "10 child SAs", FailureCardsTest::elevenChildren));
  }

  private static Arguments refusal(
      String reason, String offered, String configured, Consumer<Lab> scenario) {
    return arguments(reason, offered, configured, scenario);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void refusalShowsWhatWasOfferedBesideWhatIsConfigured(
      String reason, String offered, String configured, Consumer<Lab> scenario) {
    Lab lab = lab(reason);

    scenario.accept(lab);

    List<IkeEvent> failures =
        lab.gateway.events.stream().filter(e -> e.type() == TunnelEvent.Type.FAILED).toList();
    assertThat(failures).hasSize(1);
    IkeEvent card = failures.getFirst();
    assertThat(card.reasonCode()).contains(reason);
    assertThat(card.count()).isEqualTo(1);
    assertThat(card.remedy()).isPresent();
    assertThat(card.evidence()).containsKey("remote");
    assertThat(card.evidence().get("offered")).contains(offered);
    assertThat(card.evidence().get("configured")).contains(configured);
    assertThat(card.evidence().toString()).doesNotContain(Lab.PSK);
  }

  private static Lab lab(String reason) {
    return switch (reason) {
      case "proposal-mismatch-ike" ->
          new Lab(NegotiationTest.config(NegotiationTest.groups(KeMethod.MODP_8192)), 1);
      case "half-open-limit" -> new Lab(InitDoorTest.limits(10, 1, 10), 1);
      default -> new Lab();
    };
  }

  private static void stranger(Lab lab) {
    lab.connect(Lab.profile("nobody.example", Lab.PSK, EspPolicy.of(EncryptionCipher.AES256_GCM)));
  }

  private static void keyId(Lab lab) {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.set(
        0,
        new IdPayload(
            true,
            IdType.KEY_ID.value(),
            Bytes.of("device.example".getBytes(StandardCharsets.US_ASCII))));
    device.request(ExchangeType.IKE_AUTH, payloads);
  }

  private static void wrongKey(Lab lab) {
    lab.gateway.know(
        "device.example", Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK, "the old key"));
    lab.connect(
        Lab.profile("device.example", "a third key", EspPolicy.of(EncryptionCipher.AES256_GCM)));
  }

  private static void eap(Lab lab) {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.removeIf(AuthPayload.class::isInstance);
    device.request(ExchangeType.IKE_AUTH, payloads);
  }

  private static void signed(Lab lab) {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    AuthPayload signature =
        new AuthPayload(AuthMethod.DIGITAL_SIGNATURE.value(), Bytes.of(new byte[80]));
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(signature));
  }

  private static void otherGroup(Lab lab) {
    lab.connect(
        NegotiationTest.with(
            Lab.profile(), NegotiationTest.groups(KeMethod.MODP_2048), KeMethod.MODP_2048));
  }

  private static void cipher(Lab lab) {
    lab.gateway.know("device.example", Lab.accepted(EncryptionCipher.AES128_CBC, Lab.PSK));
    lab.connect();
  }

  private static void selectors(Lab lab) {
    RawDevice device = RawDevice.afterInit(lab.gateway);
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    payloads.removeLast();
    payloads.add(new TsPayload(false, List.of(TrafficSelector.any6())));
    device.request(ExchangeType.IKE_AUTH, payloads);
  }

  private static void ikeV1(Lab lab) {
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    byte[] request = device.initRequest().toArray();
    request[17] = 0x10;
    device.send(Bytes.of(request));
  }

  private static void halfOpen(Lab lab) {
    for (int seed = 5; seed < 7; seed++) {
      RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, seed);
      device.send(device.initRequest());
    }
  }

  private static void elevenChildren(Lab lab) {
    RawDevice device = RawDevice.connected(lab.gateway);
    for (int i = 0; i < 10; i++) {
      device.request(ExchangeType.CREATE_CHILD_SA, device.createChild());
    }
  }

  @Test
  void negotiationThatIsNeverFinishedLeavesOneEventWhenItExpires() {
    Lab lab = new Lab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);
    device.send(device.initRequest());
    lab.run(IkeConfig.HalfOpen.standard().lifetime().minusMillis(1));
    assertThat(lab.gateway.events).isEmpty();

    lab.run(Duration.ofSeconds(1));

    assertThat(lab.gateway.reasons()).containsExactly("negotiation-abandoned");
    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("problem", "IKE_SA_INIT was answered, no IKE_AUTH came")
        .containsEntry("remote", "198.51.100.7 port 500");
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isZero();
  }

  @Test
  void deviceThatNeverFinishesANegotiationIsFoldedToOneEventAMinute() {
    Lab lab = new Lab();
    for (int seed = 0; seed < 60; seed++) {
      RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5 + seed);
      device.now = lab.now;
      device.send(device.initRequest());
      lab.run(Duration.ofSeconds(1));
    }
    lab.run(Duration.ofMinutes(3));

    assertThat(lab.gateway.reasons())
        .containsExactly("negotiation-abandoned", "negotiation-abandoned");
    assertThat(lab.gateway.events.stream().mapToInt(IkeEvent::count).sum()).isEqualTo(60);
  }

  @Test
  void refusedNegotiationLeavesNoSecondEventWhenItExpires() {
    Lab lab = new Lab();
    stranger(lab);
    lab.run(Duration.ofMinutes(5));

    assertThat(lab.gateway.reasons()).containsExactly("unknown-identity");
  }

  @Test
  void firstMessageThatIsNoneIsReported() {
    Lab lab = new Lab();
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 5);

    device.send(device.initRequest(new TsPayload(true, List.of(Lab.INSIDE))));

    assertThat(lab.gateway.reasons()).containsExactly("invalid-message");
    assertThat(lab.gateway.events.getFirst().evidence())
        .containsEntry("problem", "payload of type TS_I does not belong there");
  }

  @Test
  void identitiesOfEveryKindAreNamedInTheCard() {
    for (Identity identity :
        List.of(
            new Identity(SourceIdentity.Kind.IPV4, "203.0.113.9"),
            new Identity(SourceIdentity.Kind.IPV6, "2001:db8::9"),
            new Identity(SourceIdentity.Kind.FQDN, "nobody.example"),
            new Identity(SourceIdentity.Kind.USER_FQDN, "no@body.example"))) {
      Lab lab = new Lab();
      RawDevice device = RawDevice.afterInit(lab.gateway);
      List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
      payloads.set(0, identity.payload(true));
      device.request(ExchangeType.IKE_AUTH, payloads);

      assertThat(lab.gateway.reasons()).containsExactly("unknown-identity");
      assertThat(lab.gateway.events.getFirst().evidence())
          .containsEntry("identity", identity.value());
    }
  }
}
