package io.culvert.gateway.app.control;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.esp.EspFixture;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4View;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.wire.KeMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedSet;

/** A device at the other end: an IKE engine that starts the negotiation, and ESP of its own. */
final class Device {
  static final InetSocketAddress ADDRESS = ControlLab.at("198.51.100.7", 500);
  static final int INSIDE = InnerPackets.address("192.168.1.10");
  static final int SERVER = InnerPackets.address("203.0.113.80");
  private static final TrafficSelector NETWORK =
      TrafficSelector.ofAddresses(
          InetAddress.ofLiteral("192.168.1.0"), InetAddress.ofLiteral("192.168.1.255"));

  final IkeEngine engine;
  final List<String> reasons = new ArrayList<>();

  /** Its inbound SPIs, the oldest first. */
  final SequencedSet<Integer> children = new LinkedHashSet<>();

  private final SaDatabase sas = new SaDatabase();

  Device(long seed) {
    engine = new IkeEngine(IkeConfig.standard(), new Random(seed)::nextBytes);
  }

  /** Starts the negotiation. */
  List<Effect.SendDatagram> start(String identity, String psk, long now) {
    InitiatorProfile profile =
        new InitiatorProfile(
            ControlLab.TUNNEL,
            new Identity(SourceIdentity.Kind.FQDN, identity),
            Optional.empty(),
            Secret.copyOf(psk.getBytes(StandardCharsets.UTF_8)),
            IkePolicy.standard(),
            KeMethod.MODP_2048,
            EspPolicy.of(EncryptionCipher.AES256_GCM),
            Optional.empty(),
            List.of(NETWORK),
            List.of(TrafficSelector.any4()),
            false);
    return step(new Input.Initiate(ADDRESS, ControlLab.GATEWAY, profile), now);
  }

  /** Takes in one thing, and gives the datagrams to send. */
  List<Effect.SendDatagram> step(Input input, long now) {
    List<Effect.SendDatagram> sent = new ArrayList<>();
    for (Effect effect : engine.step(input, now)) {
      switch (effect) {
        case Effect.SendDatagram send -> sent.add(send);
        case Effect.InstallChildSa install -> install(install.install());
        case Effect.RemoveChildSa remove -> {
          children.remove(remove.inboundSpi());
          sas.remove(remove.inboundSpi());
        }
        case Effect.RequestPolicy _ -> throw new AssertionError("nobody connects to a device");
        case Effect.SendKeepalive _ -> throw new AssertionError("there is no NAT");
        case Effect.Compute _ -> throw new AssertionError("nobody connects to a device");
        case Effect.MovePeer _ -> throw new AssertionError("the gateway does not move");
        case Effect.Emit emit -> emit.event().reasonCode().ifPresent(reasons::add);
      }
    }
    return sent;
  }

  private void install(ChildSaInstall child) {
    EspSaSpec ours = EspSpecs.of(child);
    children.add(child.inboundSpi());
    // To its own tables the gateway's side is the inside: packets come from there.
    sas.install(
        new EspSaSpec(
            ours.tunnelId(),
            ours.inboundSpi(),
            ours.outboundSpi(),
            ours.transform(),
            ours.inboundKeys(),
            ours.outboundKeys(),
            /* inside= */ ours.outside(),
            /* outside= */ ours.inside(),
            ours.local(),
            ours.peer(),
            ours.udpEncapsulated()),
        EspSpecs.sending(child));
  }

  /** The ESP packet around an inner packet, sealed by its newest child SA. */
  byte[] sealed(byte[] inner) {
    Ipv4View view = new Ipv4View();
    view.wrap(inner, 0, inner.length);
    OutboundSa sa = sas.outbound(ControlLab.TUNNEL, view);
    if (sa == null) {
      throw new AssertionError("the device has no child SA");
    }
    ByteBuffer out = EspFixture.empty();
    sa.seal(EspFixture.roomy(inner), out);
    return EspFixture.octets(out);
  }

  /** The inner packet of an ESP packet. */
  byte[] opened(byte[] esp) {
    InboundSa sa = sas.inbound(ByteBuffer.wrap(esp).getInt());
    ByteBuffer out = EspFixture.empty();
    if (sa == null || sa.open(ByteBuffer.wrap(esp), out) != Verdict.PASSED) {
      throw new AssertionError("the device cannot open the packet");
    }
    return EspFixture.octets(out);
  }
}
