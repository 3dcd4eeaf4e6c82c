package io.culvert.bench;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.KeMethod;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Gateway time of a handshake: every step of the responder, nothing of the initiator. */
final class HandshakeBench {
  private static final int WARM_UP = 200;
  private static final int COUNTED = 500;
  private static final InetSocketAddress GATEWAY = at("192.0.2.1");
  private static final InetSocketAddress DEVICE = at("198.51.100.7");

  private final IkeEngine gateway = new IkeEngine(IkeConfig.standard(), Randomness.secure());
  private final IkeEngine device = new IkeEngine(IkeConfig.standard(), Randomness.secure());
  private final Queue<Effect.SendDatagram> toGateway = new ArrayDeque<>();
  private final Queue<Effect.SendDatagram> toDevice = new ArrayDeque<>();
  private long spent;
  private boolean installed;

  private HandshakeBench() {}

  static void run(PrintWriter out) {
    out.println("\nIKE_SA_INIT to CHILD SA, gateway time, MODP 2048, AES-256 (aim: under 15 ms)");
    warmUp();
    long[] nanos = new long[COUNTED];
    for (int i = 0; i < COUNTED; i++) {
      nanos[i] = new HandshakeBench().once();
    }
    out.println("  " + new Figures(nanos));
  }

  /** Has both sides' code compiled. */
  static void warmUp() {
    for (int i = 0; i < WARM_UP; i++) {
      new HandshakeBench().once();
    }
  }

  private long once() {
    collect(device.step(new Input.Initiate(DEVICE, GATEWAY, profile()), System.nanoTime()));
    while (!toGateway.isEmpty() || !toDevice.isEmpty()) {
      for (Effect.SendDatagram d = toGateway.poll(); d != null; d = toGateway.poll()) {
        answer(new Input.Datagram(/* local= */ d.remote(), /* remote= */ d.local(), d.data()));
      }
      for (Effect.SendDatagram d = toDevice.poll(); d != null; d = toDevice.poll()) {
        Input input =
            new Input.Datagram(/* local= */ d.remote(), /* remote= */ d.local(), d.data());
        collect(device.step(input, System.nanoTime()));
      }
    }
    if (!installed) {
      throw new IllegalStateException("no CHILD SA was installed");
    }
    return spent;
  }

  private void answer(Input input) {
    long start = System.nanoTime();
    List<Effect> effects = gateway.step(input, start);
    spent += System.nanoTime() - start;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.SendDatagram send -> toDevice.add(send);
        case Effect.RequestPolicy question ->
            answer(new Input.PolicyDecision(question.token(), policy()));
        case Effect.Compute compute -> {
          long began = System.nanoTime();
          compute.computation().run();
          spent += System.nanoTime() - began;
          answer(new Input.Computed(compute.computation()));
        }
        case Effect.InstallChildSa _ -> installed = true;
        case Effect.RemoveChildSa _, Effect.MovePeer _, Effect.SendKeepalive _, Effect.Emit _ -> {}
      }
    }
  }

  private void collect(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendDatagram send) {
        toGateway.add(send);
      }
    }
  }

  private static Input.Verdict policy() {
    return new Input.Accepted(
        new TunnelPolicy(
            1,
            "tenant",
            "site",
            EncryptionCipher.AES256_GCM,
            List.of(new TunnelPolicy.AcceptedPsk("current", psk()))));
  }

  private static InitiatorProfile profile() {
    return new InitiatorProfile(
        1,
        new Identity(SourceIdentity.Kind.FQDN, "device.example"),
        Optional.empty(),
        psk(),
        IkePolicy.standard(),
        KeMethod.MODP_2048,
        EspPolicy.of(EncryptionCipher.AES256_GCM),
        Optional.empty(),
        List.of(TrafficSelector.any4()),
        List.of(TrafficSelector.any4()),
        true);
  }

  private static Secret psk() {
    return Secret.copyOf("a key of the benchmark".getBytes(StandardCharsets.UTF_8));
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 500);
  }
}
