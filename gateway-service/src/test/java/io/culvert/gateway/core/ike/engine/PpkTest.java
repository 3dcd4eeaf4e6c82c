package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.Ppk;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Post-quantum pre-shared keys (RFC 8784). */
class PpkTest {
  static Ppk ppk(String id, String secret) {
    return new Ppk(Bytes.of(id.getBytes(StandardCharsets.UTF_8)), Lab.secret(secret));
  }

  static Lab lab(Ppk... ppks) {
    Lab lab = new Lab(NegotiationTest.config(IkePolicy.postQuantum()), 1);
    lab.gateway.know(
        "device.example",
        new Input.Accepted(
            new TunnelPolicy(
                Lab.TUNNEL,
                "tenant",
                "site",
                EncryptionCipher.AES256_GCM,
                List.of(new TunnelPolicy.AcceptedPsk("slot0", Lab.secret(Lab.PSK))),
                List.of(ppks),
                Optional.empty())));
    return lab;
  }

  private static InitiatorProfile device(Ppk key, boolean required) {
    return Lab.profile().with(new InitiatorProfile.WantedPpk(key, required));
  }

  private static void assertUp(Lab lab) {
    assertThat(lab.gateway.children).hasSize(1);
    lab.assertChildrenMatch();
    assertThat(lab.gateway.reasons()).isEmpty();
    assertThat(lab.device.reasons()).isEmpty();
  }

  private static void assertRefused(Lab lab, String reason) {
    assertThat(lab.gateway.children).isEmpty();
    assertThat(lab.device.children).isEmpty();
    assertThat(lab.gateway.reasons()).containsExactly(reason);
    assertThat(lab.device.reasons()).containsExactly("refused-by-peer");
  }

  @Test
  void bothMixTheKeyInAndTheTunnelLivesThroughRekeys() {
    for (boolean required : List.of(true, false)) {
      Lab lab = lab(ppk("other", "another key"), ppk("k1", "a post-quantum key"));

      // device                                              gateway
      //   HDR, SA, KE, Ni, N(USE_PPK)                 ─►
      //                                     ◄─  HDR, SA, KE, Nr, N(USE_PPK)
      //   HDR, SK {IDi, AUTH, N(PPK_IDENTITY), …}     ─►
      //                                     ◄─  HDR, SK {IDr, AUTH, N(PPK_IDENTITY), …}
      lab.connect(device(ppk("k1", "a post-quantum key"), required));
      assertUp(lab);
      assertThat(lab.gateway.events.getFirst().evidence()).containsEntry("ppk", "true");

      for (End end : List.of(lab.gateway, lab.device)) {
        lab.give(end, new Input.RekeyIke(Lab.TUNNEL));
        lab.settle();
        lab.give(end, new Input.RekeyChild(end.onlyChild().inboundSpi()));
        lab.settle();
        assertUp(lab);
      }
    }
  }

  @Test
  void keyOfTheChildDependsOnThePpk() {
    Lab with = lab(ppk("k1", "a post-quantum key"));
    with.connect(device(ppk("k1", "a post-quantum key"), true));
    Lab other = lab(ppk("k1", "another key"));
    other.connect(device(ppk("k1", "another key"), true));
    assertUp(with);
    assertUp(other);
    // The same randomness everywhere: without the key these would be the same.
    assertThat(with.gateway.onlyChild().inboundSpi())
        .isEqualTo(other.gateway.onlyChild().inboundSpi());
    assertThat(with.gateway.onlyChild().inbound())
        .isNotEqualTo(other.gateway.onlyChild().inbound());
  }

  @Test
  void ppkGoesTogetherWithMlKem() {
    Lab lab = lab(ppk("k1", "a post-quantum key"));
    InitiatorProfile profile = device(ppk("k1", "a post-quantum key"), true);
    lab.connect(
        NegotiationTest.with(profile, IkePolicy.postQuantum(), KeMethod.CURVE25519)
            .with(profile.ppk().orElseThrow()));
    assertUp(lab);
    assertThat(lab.gateway.events.getFirst().evidence().get("ike")).endsWith("ML_KEM_768");
  }

  @Test
  void anotherKeyUnderTheSameNameIsRefused() {
    for (boolean required : List.of(true, false)) {
      Lab lab = lab(ppk("k1", "a post-quantum key"));
      lab.connect(device(ppk("k1", "another key"), required));
      assertRefused(lab, "psk-mismatch");
    }
  }

  @Test
  void tunnelWithAPpkRefusesADeviceThatNamesAnotherOrNone() {
    Lab another = lab(ppk("k1", "a post-quantum key"));
    another.connect(device(ppk("k2", "a post-quantum key"), false));
    assertRefused(another, "ppk-mismatch");
    assertThat(another.gateway.events.getFirst().remedy()).isPresent();

    Lab none = lab(ppk("k1", "a post-quantum key"));
    none.connect();
    assertRefused(none, "ppk-mismatch");
  }

  @Test
  void tunnelWithoutAPpkServesADeviceThatWouldDoWithoutItsOwn() {
    Lab lab = lab();
    lab.connect(device(ppk("k1", "a post-quantum key"), false));
    assertUp(lab);
    assertThat(lab.gateway.events.getFirst().evidence()).containsEntry("ppk", "false");
  }

  @Test
  void tunnelWithoutAPpkRefusesADeviceThatInsistsOnItsOwn() {
    Lab lab = lab();
    lab.connect(device(ppk("k1", "a post-quantum key"), true));
    assertRefused(lab, "ppk-mismatch");
  }

  @Test
  void gatewayWithoutThePolicyDoesNotSpeakOfPpks() {
    Lab optional = new Lab();
    optional.connect(device(ppk("k1", "a post-quantum key"), false));
    assertUp(optional);

    Lab required = new Lab();
    required.connect(device(ppk("k1", "a post-quantum key"), true));
    assertThat(required.trace).hasSize(2);
    assertThat(required.device.reasons()).containsExactly("refused-by-peer");
    assertThat(required.gateway.children).isEmpty();
  }
}
