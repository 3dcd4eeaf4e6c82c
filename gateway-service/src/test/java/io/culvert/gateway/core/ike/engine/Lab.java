package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** A gateway and a device on a network and a clock that exist in memory only. */
final class Lab {
  static final long TUNNEL = 42;
  static final String PSK = "a key of the tests";
  static final InetSocketAddress GATEWAY = at("192.0.2.1", 500);
  static final InetSocketAddress DEVICE = at("198.51.100.7", 500);
  static final TrafficSelector INSIDE =
      TrafficSelector.ofAddresses(address("192.168.1.0"), address("192.168.1.255"));
  private static final long LATENCY = Duration.ofMillis(1).toNanos();

  End gateway;
  final End device;
  final List<Packet> trace = new ArrayList<>();
  final Random chance;
  final Dice gatewayDice;
  final Dice deviceDice;

  /** Looks at both ends after every step of either. */
  Runnable watch = () -> {};

  Network network = packet -> List.of(packet);
  long now;
  private final PriorityQueue<Packet> flying =
      new PriorityQueue<>(
          Comparator.comparingLong((Packet p) -> p.arrivesAt()).thenComparingLong(p -> p.serial()));
  private long serial;

  /** A datagram on its way. */
  record Packet(
      InetSocketAddress from, InetSocketAddress to, Bytes data, long arrivesAt, long serial) {
    Packet later(long nanos) {
      return new Packet(from, to, data, arrivesAt + nanos, serial);
    }

    Packet with(Bytes other) {
      return new Packet(from, to, other, arrivesAt, serial);
    }

    Packet fromAddress(InetSocketAddress other) {
      return new Packet(other, to, data, arrivesAt, serial);
    }

    Packet toAddress(InetSocketAddress other) {
      return new Packet(from, other, data, arrivesAt, serial);
    }

    boolean toGateway() {
      return to.getAddress().equals(GATEWAY.getAddress());
    }
  }

  /** What happens to a datagram: lost, delayed, doubled, altered. */
  interface Network {
    List<Packet> carry(Packet packet);
  }

  Lab() {
    this(IkeConfig.standard(), 1);
  }

  Lab(IkeConfig gatewayConfig, long seed) {
    this(gatewayConfig, IkeConfig.standard(), seed);
  }

  Lab(IkeConfig gatewayConfig, IkeConfig deviceConfig, long seed) {
    chance = new Random(seed);
    gatewayDice = new Dice(seed + 1);
    deviceDice = new Dice(seed + 2);
    gateway = new End(new IkeEngine(gatewayConfig, gatewayDice));
    device = new End(new IkeEngine(deviceConfig, deviceDice));
    gateway.know("device.example", accepted(EncryptionCipher.AES256_GCM, PSK));
  }

  /** The gateway crashes and starts again; nothing that was on its way arrives. */
  void restartGateway(IkeConfig config) {
    flying.clear();
    gateway = new End(new IkeEngine(config, new Random(chance.nextLong())::nextBytes));
    gateway.know("device.example", accepted(EncryptionCipher.AES256_GCM, PSK));
  }

  /** Sends an input to an end and lets its datagrams fly. */
  void give(End end, Input input) {
    for (Effect.SendDatagram sent : end.step(input, now)) {
      launch(new Packet(sent.local(), sent.remote(), sent.data(), now + LATENCY, serial++));
    }
    watch.run();
  }

  void launch(Packet packet) {
    trace.add(packet);
    flying.addAll(network.carry(packet));
  }

  /** A datagram from anywhere to the gateway, outside all rules of the network. */
  List<Effect> inject(InetSocketAddress from, byte[] data) {
    return gateway.effects(new Input.Datagram(GATEWAY, from, Bytes.of(data)), now);
  }

  void connect() {
    connect(profile());
  }

  void connect(InitiatorProfile profile) {
    give(device, new Input.Initiate(DEVICE, GATEWAY, profile));
    settle();
  }

  /** Lets everything happen that takes no longer than half a second. */
  void settle() {
    run(Duration.ofMillis(500));
  }

  /** Lets time pass. */
  void run(Duration duration) {
    long end = now + duration.toNanos();
    while (true) {
      long packet = flying.isEmpty() ? Long.MAX_VALUE : flying.peek().arrivesAt();
      long next =
          Math.min(packet, Math.min(gateway.engine.nextDeadline(), device.engine.nextDeadline()));
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      if (packet <= now) {
        arrive(flying.remove());
      } else {
        give(gateway, new Input.Tick());
        give(device, new Input.Tick());
      }
    }
  }

  private void arrive(Packet packet) {
    give(
        packet.toGateway() ? gateway : device,
        new Input.Datagram(packet.to(), packet.from(), packet.data()));
  }

  /** Every child SA of one end has its counterpart, with the same keys, at the other. */
  void assertChildrenMatch() {
    assertThat(gateway.children).hasSameSizeAs(device.children);
    for (ChildSaInstall ours : gateway.children.values()) {
      ChildSaInstall theirs =
          Optional.ofNullable(device.children.get(ours.outboundSpi())).orElseThrow();
      assertThat(theirs.outboundSpi()).isEqualTo(ours.inboundSpi());
      assertThat(theirs.suite()).isEqualTo(ours.suite());
      assertThat(theirs.inbound()).isEqualTo(ours.outbound());
      assertThat(theirs.outbound()).isEqualTo(ours.inbound());
      assertThat(theirs.inside()).isEqualTo(ours.inside());
      assertThat(theirs.outside()).isEqualTo(ours.outside());
    }
  }

  static Input.Verdict accepted(EncryptionCipher cipher, String... psks) {
    List<TunnelPolicy.AcceptedPsk> keys = new ArrayList<>();
    for (String psk : psks) {
      keys.add(new TunnelPolicy.AcceptedPsk("slot" + keys.size(), secret(psk)));
    }
    return new Input.Accepted(new TunnelPolicy(TUNNEL, "tenant", "site", cipher, keys));
  }

  /** A tunnel with a source address. */
  static Input.Verdict onlyFrom(String address) {
    return new Input.Accepted(
        new TunnelPolicy(
            TUNNEL,
            "tenant",
            "site",
            EncryptionCipher.AES256_GCM,
            List.of(new TunnelPolicy.AcceptedPsk("current", secret(PSK))),
            List.of(),
            Optional.of(address(address))));
  }

  static InitiatorProfile profile() {
    return profile("device.example", PSK, EspPolicy.of(EncryptionCipher.AES256_GCM));
  }

  static InitiatorProfile profile(String name, String psk, EspPolicy esp) {
    return new InitiatorProfile(
        TUNNEL,
        fqdn(name),
        Optional.empty(),
        secret(psk),
        IkePolicy.standard(),
        KeMethod.MODP_2048,
        esp,
        Optional.empty(),
        List.of(INSIDE),
        List.of(TrafficSelector.any4()),
        false);
  }

  static Identity fqdn(String name) {
    return new Identity(SourceIdentity.Kind.FQDN, name);
  }

  static Secret secret(String text) {
    return Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address(address), port);
  }

  static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
