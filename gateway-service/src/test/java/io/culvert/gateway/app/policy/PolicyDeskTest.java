package io.culvert.gateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.PskSeal;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.engine.Input.Accepted;
import io.culvert.gateway.core.ike.engine.Input.Refused;
import io.culvert.gateway.core.ike.engine.Input.Verdict;
import io.culvert.gateway.core.ike.task.Reason;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDeskTest {
  private static final Identity BRANCH =
      new Identity(SourceIdentity.Kind.FQDN, "branch.example.com");

  private static final Ppks PPKS =
      Ppks.parse(List.of("Quantum.Example.com branch-key " + "QUJD".repeat(11)));

  private static Verdict decide(Tunnels tunnel, Identity identity, PskSeal.KeyPair key) {
    return decide(tunnel.build(), identity, key);
  }

  private static Verdict decide(TunnelChange tunnel, Identity identity, PskSeal.KeyPair key) {
    PskOpener psks = new PskOpener(Tunnels.POP, key);
    TunnelDirectory directory = new TunnelDirectory(Tunnels.POP, psks);
    directory.apply(tunnel);
    return new PolicyDesk(Tunnels.POP, directory, PPKS)
        .decide(identity, InetAddress.ofLiteral("192.0.2.200"));
  }

  private static Verdict decide(Tunnels tunnel) {
    return decide(tunnel, BRANCH, Tunnels.KEY);
  }

  private static void assertRefused(Verdict verdict, Reason reason, long tunnelId) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.tunnelId()).isEqualTo(tunnelId);
            });
  }

  @Test
  void aKnownIdentityGetsItsTunnelAndItsKey() {
    assertThat(decide(Tunnels.standard()))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.policy().tunnelId()).isEqualTo(7);
              assertThat(accepted.policy().psks()).hasSize(1);
              assertThat(accepted.policy().ppks()).isEmpty();
              assertThat(accepted.policy().psks().getFirst().secret())
                  .isEqualTo(
                      Secret.copyOf(
                          "a-very-secret-key-for-tests".getBytes(StandardCharsets.UTF_8)));
            });
  }

  @Test
  void aTunnelWithAPostQuantumKeyMustUseIt() {
    String name = "quantum.example.com";
    Identity device = new Identity(SourceIdentity.Kind.FQDN, name);
    assertThat(decide(Tunnels.standard().withIdentity(name), device, Tunnels.KEY))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(accepted.policy().ppks())
                    .singleElement()
                    .satisfies(ppk -> assertThat(ppk.secret().length()).isEqualTo(33)));
  }

  @Test
  void anUnknownIdentityIsRefusedWithoutATunnel() {
    Identity stranger = new Identity(SourceIdentity.Kind.FQDN, "stranger.example.com");
    assertRefused(decide(Tunnels.standard(), stranger, Tunnels.KEY), Reason.UNKNOWN_IDENTITY, 0);
  }

  @Test
  void theSameTextAsAnotherKindOfIdentityIsUnknown() {
    Identity mail = new Identity(SourceIdentity.Kind.USER_FQDN, "x@branch.example.com");
    assertRefused(decide(Tunnels.standard(), mail, Tunnels.KEY), Reason.UNKNOWN_IDENTITY, 0);
  }

  @Test
  void eachHindranceHasItsOwnReason() {
    Tunnels tunnel = Tunnels.standard();
    assertRefused(decide(tunnel.disabled()), Reason.TUNNEL_DISABLED, 7);
    assertRefused(decide(tunnel.unlicensed()), Reason.LICENCE_MISSING, 7);
    assertRefused(decide(tunnel.inGrace(), BRANCH, Tunnels.KEY), Reason.LICENCE_MISSING, 7);
    assertRefused(decide(tunnel.withPops("pop-b")), Reason.WRONG_POP, 7);
    assertRefused(decide(tunnel.withSourceIp("192.0.2.9")), Reason.SOURCE_NOT_ALLOWED, 7);
  }

  @Test
  void theAllowedSourceAddressIsAllowed() {
    assertThat(decide(Tunnels.standard().withSourceIp("192.0.2.200"))).isInstanceOf(Accepted.class);
  }

  @Test
  void aKeySealedToAnotherPopKeyCannotBeUsed() {
    assertRefused(
        decide(Tunnels.standard(), BRANCH, PskSeal.generate()), Reason.KEY_UNAVAILABLE, 7);
  }
}
