package io.culvert.gateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.UnreadableEventException;
import io.culvert.gateway.app.policy.PolicyDesk;
import io.culvert.gateway.app.policy.Ppks;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.app.policy.TunnelDirectory;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole way from a tunnel as Kafka has it, through a negotiation, to the event on Kafka. */
class EventsTest {
  private static final String POP = "pop-a";
  private static final PskSeal.KeyPair KEY = PskSeal.generate();
  private static final InetSocketAddress GATEWAY = at("192.0.2.1");
  private static final InetSocketAddress DEVICE = at("198.51.100.7");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final PskOpener psks = new PskOpener(POP, KEY);
  private final TunnelDirectory directory = new TunnelDirectory(POP, psks);
  private final PolicyDesk desk = new PolicyDesk(POP, directory, Ppks.NONE);
  private final IkeEngine gateway = new IkeEngine(IkeConfig.standard(), new Random(1)::nextBytes);
  private final IkeEngine device = new IkeEngine(IkeConfig.standard(), new Random(2)::nextBytes);
  private final List<TunnelEvent> events = new ArrayList<>();
  private long now;

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 500);
  }

  private static SealedPsk seal(String psk, String slot) {
    return new PskSeal.Sealer(KEY.publicKey())
        .seal(psk.getBytes(StandardCharsets.UTF_8), 7, POP, slot);
  }

  private void apply(SealedPsk... sealed) throws UnreadableEventException {
    TunnelChange change =
        new TunnelChange(
            7,
            "tenant-1",
            1,
            "branch",
            new SourceIdentity(SourceIdentity.Kind.FQDN, "branch.example.com"),
            null,
            List.of(POP),
            EncryptionCipher.AES256_GCM,
            null,
            true,
            true,
            List.of(sealed),
            List.of(),
            false);
    directory.apply(EventJson.read(EventJson.write(change), TunnelChange.class));
  }

  private void connect(String psk) throws UnreadableEventException {
    InitiatorProfile profile =
        new InitiatorProfile(
            7,
            new Identity(SourceIdentity.Kind.FQDN, "branch.example.com"),
            Optional.empty(),
            Secret.copyOf(psk.getBytes(StandardCharsets.UTF_8)),
            IkePolicy.standard(),
            KeMethod.MODP_2048,
            EspPolicy.of(EncryptionCipher.AES256_GCM),
            Optional.empty(),
            List.of(TrafficSelector.any4()),
            List.of(TrafficSelector.any4()),
            false);
    Deque<Effect> toDo =
        new ArrayDeque<>(device.step(new Input.Initiate(DEVICE, GATEWAY, profile), now));
    while (!toDo.isEmpty()) {
      toDo.addAll(perform(toDo.remove()));
    }
  }

  private List<Effect> perform(Effect effect) throws UnreadableEventException {
    switch (effect) {
      case Effect.SendDatagram sent -> {
        InetSocketAddress to = sent.remote();
        InetSocketAddress from = sent.local();
        IkeEngine receiver = to.getAddress().equals(GATEWAY.getAddress()) ? gateway : device;
        return receiver.step(new Input.Datagram(to, from, sent.data()), now);
      }
      case Effect.RequestPolicy asked -> {
        return gateway.step(
            new Input.PolicyDecision(
                asked.token(), desk.decide(asked.identity(), asked.remote().getAddress())),
            now);
      }
      case Effect.Compute compute -> {
        compute.computation().run();
        return gateway.step(new Input.Computed(compute.computation()), now);
      }
      case Effect.Emit emit -> {
        if (!emit.event().evidence().getOrDefault("remote", "").startsWith("192.0.2.1 ")) {
          publish(emit);
        }
      }
      case Effect.InstallChildSa _, Effect.RemoveChildSa _, Effect.MovePeer _ -> {}
      case Effect.SendKeepalive _ -> {}
    }
    return List.of();
  }

  private void publish(Effect.Emit emit) throws UnreadableEventException {
    EventReports reports =
        new EventReports(
            new GatewayIdentity("a-1", POP, NOON), directory, () -> NOON.plusNanos(now));
    events.add(EventJson.read(EventJson.write(reports.of(emit, now)), TunnelEvent.class));
  }

  @Test
  void duringARotationEitherKeyIsAcceptedAndTheEventSaysWhich() throws Exception {
    apply(seal("the new key", "current"), seal("the old key", "previous"));

    connect("the old key");
    connect("the new key");

    assertThat(events)
        .extracting(TunnelEvent::type)
        .containsExactly(TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.ESTABLISHED);
    assertThat(events)
        .extracting(event -> event.evidence().get("psk-slot"))
        .containsExactly("previous", "current");
  }

  @Test
  void afterARotationTheOldKeyIsRefusedAndTheEventNamesTheSlotThatIsLeft() throws Exception {
    apply(seal("the new key", "current"));

    connect("the old key");

    TunnelEvent event = events.getFirst();
    assertThat(event.reason()).isEqualTo("psk-mismatch");
    assertThat(event.tunnelId()).isEqualTo(7);
    assertThat(event.tenant()).isEqualTo("tenant-1");
    assertThat(event.remedy()).isNotBlank();
    assertThat(event.evidence())
        .containsEntry("offered", "proof of another key")
        .containsEntry("configured", "pre-shared key current");
    assertThat(event.toString()).doesNotContain("the new key", "the old key");
  }

  @Test
  void repeatedFailuresBecomeOneEventWithTheirCountAndTimes() throws Exception {
    apply(seal("the new key", "current"));
    for (int second = 0; second < 60; second++) {
      now = Duration.ofSeconds(second).toNanos();
      connect("a wrong key");
    }
    now = Duration.ofSeconds(70).toNanos();
    for (Effect effect : gateway.step(new Input.Tick(), now)) {
      perform(effect);
    }

    assertThat(events).hasSize(2);
    assertThat(events.getFirst().count()).isEqualTo(1);
    assertThat(events.getFirst().since()).isNull();
    assertThat(events.getFirst().time()).isEqualTo(NOON);
    assertThat(events.getLast().count()).isEqualTo(59);
    assertThat(events.getLast().since()).isEqualTo(NOON.plusSeconds(1));
    assertThat(events.getLast().time()).isEqualTo(NOON.plusSeconds(59));
  }
}
