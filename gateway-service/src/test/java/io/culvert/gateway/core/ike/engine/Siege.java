package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.PayloadType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A gateway that serves one good device while others send it what is bad. */
final class Siege {
  private static final String ATTACKER = "203.0.113.66";

  /** A device that does not answer is probed from then on. */
  private static final long SILENCE = Duration.ofSeconds(15).toNanos();

  /** As many as may ask for a key exchange at once. */
  private static final int MOST_REQUESTS = 15;

  final Lab lab;
  private final IkePolicy policy;
  private final ChildSaInstall neighbour;
  private final RawDevice stranger;
  private Optional<RawDevice> insider = Optional.empty();
  private long insiderSince;
  private int insiderAsked;
  private int attackers;
  private int knocks;

  Siege() {
    this(IkePolicy.standard());
  }

  /** With those algorithms, of which the first are used. */
  Siege(IkePolicy policy) {
    this.policy = policy;
    this.lab = new Lab(config(policy), config(policy), 1);
    this.stranger = new RawDevice(lab.gateway, Lab.at(ATTACKER, 500), 9_999, policy);
    lab.gateway.know(
        "neighbour.example", Lab.accepted(EncryptionCipher.AES256_GCM, "the neighbour's key"));
    lab.connect(
        Lab.profile(
            "neighbour.example", "the neighbour's key", EspPolicy.of(EncryptionCipher.AES256_GCM)));
    neighbour = lab.gateway.onlyChild();
  }

  private static IkeConfig config(IkePolicy policy) {
    IkeConfig.HalfOpen limits =
        new IkeConfig.HalfOpen(10_000, 10_000, 10_000, Duration.ofSeconds(30));
    return new IkeConfig(
        List.of(),
        policy,
        true,
        limits,
        IkeConfig.Timing.standard(),
        IkeConfig.Fragmentation.standard());
  }

  /** One more device, that has done IKE_SA_INIT. */
  RawDevice attacker() {
    RawDevice device =
        new RawDevice(lab.gateway, Lab.at(ATTACKER, 500), 10_000 + attackers++, policy);
    device.now = lab.now;
    device.init();
    return device;
  }

  /** A device that is connected, the same as long as it can be used. */
  RawDevice insider() {
    if (lab.now - insiderSince > SILENCE || insiderAsked++ == MOST_REQUESTS) {
      retire();
    }
    if (insider.isEmpty()) {
      RawDevice device = attacker();
      assertThat(device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth())))
          .isPresent();
      insider = Optional.of(device);
      insiderSince = lab.now;
      insiderAsked = 0;
    }
    insider.get().now = lab.now;
    return insider.get();
  }

  /** That device closes its IKE SA. */
  void retire() {
    insider.ifPresent(
        device -> {
          device.now = lab.now;
          device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()));
        });
    insider = Optional.empty();
  }

  /** How many child SAs there are beside the neighbour's. */
  int admitted() {
    return lab.gateway.children.size() - 1;
  }

  /** Sends it, as it is, and checks what comes of it. */
  void expect(BadInput input) {
    switch (input.outcome()) {
      case BadInput.Outcome.Dropped dropped -> {
        long before = lab.gateway.dropped(dropped.reason());
        assertThat(send(input)).as(input.toString()).isEmpty();
        assertThat(lab.gateway.dropped(dropped.reason()))
            .as(input.toString())
            .isEqualTo(before + 1);
      }
      case BadInput.Outcome.Told told -> {
        Optional<IkeMessage> answer = send(input);
        assertThat(answer.flatMap(IkeMessage::error)).as(input.toString()).isPresent();
        assertThat(RawDevice.error(answer)).as(input.toString()).isEqualTo(told.error());
      }
      case BadInput.Outcome.Served _ -> {
        Optional<IkeMessage> answer = send(input);
        assertThat(answer).as(input.toString()).isPresent();
        assertThat(answer.flatMap(IkeMessage::error)).as(input.toString()).isEmpty();
      }
    }
  }

  private Optional<IkeMessage> send(BadInput input) {
    if (input.place() == BadInput.Place.INIT) {
      Bytes header = stranger.initRequest();
      byte[] datagram = input.payloads().apply(stranger).behind(header);
      return knock(input.header().apply(datagram)).stream().map(RawDevice::clear).findFirst();
    }
    return tell(input.place(), input.payloads());
  }

  /** Sends it mutated; whatever comes of it harms nobody. */
  void survive(BadInput input, Mutations by) {
    if (input.place() == BadInput.Place.INIT) {
      RawChain chain = input.payloads().apply(stranger);
      RawChain mutated = by.number(3) == 0 ? chain : chain.mutated(by);
      byte[] datagram = input.header().apply(mutated.behind(stranger.initRequest()));
      knock(by.number(3) == 0 ? by.of(datagram) : datagram);
    } else {
      Optional<IkeMessage> answer =
          tell(input.place(), device -> input.payloads().apply(device).mutated(by));
      // Authentic, so it is answered, if only with what is wrong.
      assertThat(answer).as(input.toString()).isPresent();
    }
  }

  /** What comes back when these octets come from a stranger: no more than it sent. */
  List<Bytes> knock(byte[] datagram) {
    var from = Lab.at(ATTACKER, 1024 + knocks++ % 64_000);
    List<Bytes> answers =
        lab
            .gateway
            .step(new Input.Datagram(Lab.GATEWAY, from, Bytes.of(datagram)), lab.now)
            .stream()
            .map(Effect.SendDatagram::data)
            .toList();
    assertThat(answers.size()).isLessThanOrEqualTo(1);
    assertThat(answers).allMatch(answer -> answer.length() <= datagram.length);
    assertNeighbourKept();
    return answers;
  }

  /** Sends it from where it comes, encrypted with the right keys. */
  Optional<IkeMessage> tell(BadInput.Place place, Function<RawDevice, RawChain> payloads) {
    boolean connecting = place == BadInput.Place.AUTH;
    RawDevice device = connecting ? attacker() : insider();
    RawChain chain = payloads.apply(device);
    ExchangeType exchange =
        switch (place) {
          case INIT -> ExchangeType.IKE_SA_INIT;
          case AUTH -> ExchangeType.IKE_AUTH;
          case CHILD -> ExchangeType.CREATE_CHILD_SA;
          case INFORMATIONAL -> ExchangeType.INFORMATIONAL;
        };
    Optional<IkeMessage> answer =
        device.request(
            RawSeal.octets(device, exchange, chain.firstType(), chain.octets().toArray()));
    assertNeighbourKept();
    if (connecting) {
      device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()));
    }
    // Who connects may say that it is the first contact, which ends the others of its identity.
    if (says(chain) || (!connecting && answer.flatMap(a -> a.first(SaPayload.class)).isPresent())) {
      retire();
    }
    return answer;
  }

  /** A first request with that value, and a protected message, which has the keys computed. */
  void beginWith(KeMethod group, byte[] value) {
    RawChain chain =
        RawChain.join(
            List.of(
                RawChain.Part.of(IkePolicy.standard().preferring(group).offer(Bytes.EMPTY)),
                RawChain.Part.of(PayloadType.KE, BadKeyExchanges.ke(group, value)),
                RawChain.Part.of(new NoncePayload(stranger.nonce))));
    IkeMessage answer = RawDevice.clear(knock(chain.behind(stranger.initRequest())).getFirst());
    assertThat(answer.first(SaPayload.class)).isPresent();
    knocks--;
    byte[] protectedOne =
        RawChain.join(List.of(RawChain.Part.of(PayloadType.SK, new byte[64])))
            .behind(Bytes.of(header(answer)));
    assertThat(knock(protectedOne)).isEmpty();
  }

  /** The header of the first protected message. */
  private static byte[] header(IkeMessage answer) {
    return MessageCodec.encodeUnprotected(
        new IkeMessage(
            answer.initiatorSpi(),
            answer.responderSpi(),
            ExchangeType.IKE_AUTH,
            true,
            false,
            1,
            List.of()));
  }

  /** The tunnel of the attackers has such an event. */
  void assertTold(String reason) {
    assertThat(lab.gateway.events)
        .anyMatch(
            event ->
                event.tunnelId() == Lab.TUNNEL
                    && event.reasonCode().filter(reason::equals).isPresent());
  }

  /** Whether there is a notification or Delete in it, that may change which SAs there are. */
  private static boolean says(RawChain sent) {
    return sent.parts().stream()
        .anyMatch(
            p -> p.type() == PayloadType.DELETE.value() || p.type() == PayloadType.NOTIFY.value());
  }

  private void assertNeighbourKept() {
    assertThat(lab.gateway.children.get(neighbour.inboundSpi())).isEqualTo(neighbour);
    assertThat(lab.gateway.moves).doesNotContainKey(neighbour.inboundSpi());
    assertThat(lab.gateway.engine.snapshot().childSas()).isLessThan(200);
  }

  /** Lets some time pass and forgets what was seen, so that it may go on for ever. */
  void goOn() {
    lab.run(Duration.ofMillis(100));
    lab.trace.clear();
    for (End end : List.of(lab.gateway, lab.device)) {
      end.events.clear();
      end.questions.clear();
      end.installs.clear();
      end.keepalives.clear();
    }
  }

  /** The attackers are gone, and with them all that they had. */
  void assertForgotten() {
    retire();
    lab.run(Duration.ofMinutes(5));
    assertUnharmed();
  }

  /** Nothing is left of the attack but events that are fit to be read; the neighbour is served. */
  void assertUnharmed() {
    assertThat(lab.gateway.children).containsOnlyKeys(neighbour.inboundSpi());
    lab.run(Duration.ofSeconds(40));
    assertThat(lab.gateway.engine.snapshot().ikeSas()).isEqualTo(1);
    assertThat(lab.gateway.engine.snapshot().halfOpen()).isZero();
    lab.give(lab.gateway, new Input.RekeyChild(neighbour.inboundSpi()));
    lab.settle();
    lab.assertChildrenMatch();
    for (IkeEvent event : lab.gateway.events) {
      assertThat(event.evidence().values())
          .allMatch(value -> value.length() <= 1200 && value.matches("[\\x20-\\x7e]*"));
    }
    // One event at once and one a minute for each reason, however many tries there were.
    assertThat(lab.gateway.events)
        .filteredOn(event -> event.type() == TunnelEvent.Type.FAILED)
        .hasSizeLessThan(50);
  }
}
