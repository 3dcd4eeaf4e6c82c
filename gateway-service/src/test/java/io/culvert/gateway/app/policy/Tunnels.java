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
public record Tunnels(
    long version,
    String identity,
    @Nullable String sourceIp,
    List<String> pops,
    EncryptionCipher cipher,
    boolean enabled,
    boolean licensed,
    String psk,
    String site) {
  public static final String POP = "pop-a";
  public static final PskSeal.KeyPair KEY = PskSeal.generate();

  public static Tunnels standard() {
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

  public Tunnels withVersion(long value) {
    return new Tunnels(value, identity, sourceIp, pops, cipher, enabled, licensed, psk, site);
  }

  public Tunnels withIdentity(String value) {
    return new Tunnels(version, value, sourceIp, pops, cipher, enabled, licensed, psk, site);
  }

  public Tunnels withSourceIp(String value) {
    return new Tunnels(version, identity, value, pops, cipher, enabled, licensed, psk, site);
  }

  public Tunnels withPops(String... value) {
    return new Tunnels(
        version, identity, sourceIp, List.of(value), cipher, enabled, licensed, psk, site);
  }

  public Tunnels withCipher(EncryptionCipher value) {
    return new Tunnels(version, identity, sourceIp, pops, value, enabled, licensed, psk, site);
  }

  public Tunnels disabled() {
    return new Tunnels(version, identity, sourceIp, pops, cipher, false, licensed, psk, site);
  }

  public Tunnels unlicensed() {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, false, psk, site);
  }

  public Tunnels withPsk(String value) {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, licensed, value, site);
  }

  public Tunnels withSite(String value) {
    return new Tunnels(version, identity, sourceIp, pops, cipher, enabled, licensed, psk, value);
  }

  public TunnelChange build() {
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
