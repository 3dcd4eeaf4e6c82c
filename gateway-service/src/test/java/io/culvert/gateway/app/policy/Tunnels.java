package io.culvert.gateway.app.policy;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tunnel to vary, sealed to a key pair of the tests. */
record Tunnels(
    long version,
    String identity,
    @Nullable String sourceIp,
    List<String> pops,
    EncryptionCipher cipher,
    boolean enabled,
    boolean licensed,
    String psk,
    String site) {
  static final String POP = "pop-a";
  static final PskSeal.KeyPair KEY = PskSeal.generate();

  static Tunnels standard() {
    return new Tunnels(
        1,
        "branch.example.com",
        null,
        List.of(POP, "pop-b"),
        EncryptionCipher.AES256_GCM,
        true,
        true,
        "a-very-secret-key-for-tests",
        "branch");
  }

  Tunnels withVersion(long value) {
    return new Tunnels(value, identity, sourceIp, pops, cipher, enabled, licensed, psk, site);
  }

  Tunnels withIdentity(String value) {
    return new Tunnels(version, value, sourceIp, pops, cipher, enabled, licensed, psk, site);
  }

  Tunnels withSourceIp(String value) {
    return new Tunnels(version, identity, value, pops, cipher, enabled, licensed, psk, site);
  }

  Tunnels withPops(String... value) {
    return new Tunnels(
        version, identity, sourceIp, List.of(value), cipher, enabled, licensed, psk, site);
  }

  Tunnels withCipher(EncryptionCipher value) {
    return new Tunnels(version, identity, sourceIp, pops, value, enabled, licensed, psk, site);
  }

  Tunnels disabled() {
    return new Tunnels(version, identity, sourceIp, pops, cipher, false, licensed, psk, site);
  }

  Tunnels unlicensed() {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, false, psk, site);
  }

  Tunnels withPsk(String value) {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, licensed, value, site);
  }

  Tunnels withSite(String value) {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, licensed, psk, value);
  }

  TunnelChange build() {
    SealedPsk sealed =
        PskSeal.seal(psk.getBytes(StandardCharsets.UTF_8), KEY.publicKey(), 7, POP, "current");
    return new TunnelChange(
        7,
        "tenant-1",
        version,
        site,
        new SourceIdentity(SourceIdentity.Kind.FQDN, identity),
        sourceIp,
        pops,
        cipher,
        null,
        enabled,
        licensed,
        List.of(sealed),
        List.of());
  }
}
