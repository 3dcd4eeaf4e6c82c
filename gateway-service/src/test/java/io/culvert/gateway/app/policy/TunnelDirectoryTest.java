package io.culvert.gateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.app.policy.TunnelDirectory.Consequence;
import io.culvert.gateway.app.policy.TunnelDirectory.Consequence.GoesOn;
import io.culvert.gateway.app.policy.TunnelDirectory.Consequence.KeysRetired;
import io.culvert.gateway.app.policy.TunnelDirectory.Consequence.MustClose;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelDirectoryTest {
  private final TunnelDirectory directory =
      new TunnelDirectory(Tunnels.POP, new PskOpener(Tunnels.POP, Tunnels.KEY));
  private final Tunnels tunnel = Tunnels.standard();

  private Consequence change(Tunnels next) {
    directory.apply(tunnel.build());
    return directory.apply(next.withVersion(2).build());
  }

  @Test
  void aNewTunnelIsFoundByItsIdentity() {
    assertThat(directory.apply(tunnel.build())).isEqualTo(new GoesOn());
    assertThat(directory.byIdentity(fqdn("branch.example.com"))).isPresent();
    assertThat(directory.servedHere()).isEqualTo(1);
  }

  @Test
  void aSealingAnewOfTheSameKeyKeepsTheTunnelUp() {
    assertThat(tunnel.build().psks()).isNotEqualTo(tunnel.build().psks());
    assertThat(change(tunnel.withSite("another name"))).isEqualTo(new GoesOn());
  }

  @Test
  void keysAreOpenWithTheTunnelAndErasedWhenItChangesOrGoes() {
    directory.apply(tunnel.withPreviousPsk("the key before this").build());
    List<AcceptedPsk> first = directory.keysOf(7);
    assertThat(first).extracting(AcceptedPsk::slot).containsExactly("current", "previous");

    directory.apply(tunnel.withVersion(2).build());
    List<AcceptedPsk> second = directory.keysOf(7);
    assertThat(second).extracting(AcceptedPsk::slot).containsExactly("current");
    assertThat(first).allSatisfy(TunnelDirectoryTest::isErased);

    directory.remove(7);
    assertThat(directory.keysOf(7)).isEmpty();
    assertThat(second).allSatisfy(TunnelDirectoryTest::isErased);
  }

  @Test
  void anOlderVersionLeavesTheKeysAsTheyAre() {
    directory.apply(tunnel.withVersion(2).build());
    List<AcceptedPsk> keys = directory.keysOf(7);
    directory.apply(tunnel.withVersion(1).withPsk("another-secret-key").build());
    assertThat(directory.keysOf(7)).isSameAs(keys);
    assertThat(keys.getFirst().secret().toArray()).isNotEmpty();
  }

  private static void isErased(AcceptedPsk key) {
    assertThatThrownBy(() -> key.secret().toArray()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNewKeyRetiresTheOld() {
    assertThat(change(tunnel.withPsk("another-secret-key")))
        .isInstanceOfSatisfying(
            KeysRetired.class, retired -> assertThat(retired.accepted()).hasSize(1));
  }

  @Test
  void aNewCipherClosesTheTunnel() {
    assertThat(change(tunnel.withCipher(EncryptionCipher.AES128_CBC)))
        .isEqualTo(new MustClose(Reason.CONFIGURATION_CHANGED));
  }

  @Test
  void aNewSourceAddressClosesTheTunnel() {
    assertThat(change(tunnel.withSourceIp("192.0.2.7")))
        .isEqualTo(new MustClose(Reason.CONFIGURATION_CHANGED));
  }

  @Test
  void aNewIdentityClosesTheTunnelAndFreesTheOldOne() {
    assertThat(change(tunnel.withIdentity("other.example.com")))
        .isEqualTo(new MustClose(Reason.CONFIGURATION_CHANGED));
    assertThat(directory.byIdentity(fqdn("branch.example.com"))).isEmpty();
    assertThat(directory.byIdentity(fqdn("other.example.com"))).isPresent();
  }

  @Test
  void tunnelWithoutALicenceStaysWhileItsGraceLastsAndClosesWhenItEnds() {
    directory.apply(tunnel.build());
    assertThat(directory.apply(tunnel.withVersion(2).inGrace())).isEqualTo(new GoesOn());
    assertThat(directory.apply(tunnel.withVersion(3).unlicensed().build()))
        .isEqualTo(new MustClose(Reason.LICENCE_MISSING));
  }

  @Test
  void disablingMovingAwayAndLosingTheLicenceCloseTheTunnel() {
    assertThat(change(tunnel.disabled())).isEqualTo(new MustClose(Reason.TUNNEL_DISABLED));
    assertThat(change(tunnel.withPops("pop-b"))).isEqualTo(new MustClose(Reason.WRONG_POP));
    assertThat(change(tunnel.unlicensed())).isEqualTo(new MustClose(Reason.LICENCE_MISSING));
  }

  @Test
  void anOlderVersionChangesNothing() {
    directory.apply(tunnel.withVersion(5).build());
    assertThat(directory.apply(tunnel.withVersion(4).disabled().build())).isEqualTo(new GoesOn());
    assertThat(directory.byId(7)).extracting("enabled").isEqualTo(true);
  }

  @Test
  void aDeletedTunnelIsForgotten() {
    directory.apply(tunnel.build());
    directory.remove(7);
    assertThat(directory.byId(7)).isNull();
    assertThat(directory.byIdentity(fqdn("branch.example.com"))).isEmpty();
    assertThat(directory.servedHere()).isZero();
  }

  @Test
  void whatWasKeptIsUnconfirmedUntilItIsHeardOfOrDeleted() {
    directory.preload(List.of(tunnel.build()));
    assertThat(directory.unconfirmed()).containsExactly(7L);
    directory.apply(tunnel.build());
    assertThat(directory.unconfirmed()).isEmpty();
    assertThat(directory.byId(7)).isNotNull();

    directory.preload(List.of(tunnel.build()));
    directory.remove(7);
    assertThat(directory.unconfirmed()).isEmpty();
  }

  private static SourceIdentity fqdn(String name) {
    return new SourceIdentity(SourceIdentity.Kind.FQDN, name);
  }
}
