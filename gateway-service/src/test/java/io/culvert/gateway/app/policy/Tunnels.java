package io.culvert.gateway.app.policy;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    String site,
    List<String> previousPsks) {
  public static final String POP = "pop-a";
  public static final String PSK = "a-very-secret-key-for-tests";
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
        PSK,
        "branch",
        List.of());
  }

  public Tunnels withVersion(long value) {
    return new Tunnels(
        value, identity, sourceIp, pops, cipher, enabled, licensed, psk, site, previousPsks);
  }

  public Tunnels withIdentity(String value) {
    return new Tunnels(
        version, value, sourceIp, pops, cipher, enabled, licensed, psk, site, previousPsks);
  }

  public Tunnels withSourceIp(String value) {
    return new Tunnels(
        version, identity, value, pops, cipher, enabled, licensed, psk, site, previousPsks);
  }

  public Tunnels withPops(String... value) {
    return new Tunnels(
        version,
        identity,
        sourceIp,
        List.of(value),
        cipher,
        enabled,
        licensed,
        psk,
        site,
        previousPsks);
  }

  public Tunnels withCipher(EncryptionCipher value) {
    return new Tunnels(
        version, identity, sourceIp, pops, value, enabled, licensed, psk, site, previousPsks);
  }

  public Tunnels disabled() {
    return new Tunnels(
        version, identity, sourceIp, pops, cipher, false, licensed, psk, site, previousPsks);
  }

  public Tunnels unlicensed() {
    return new Tunnels(
        version, identity, sourceIp, pops, cipher, enabled, false, psk, site, previousPsks);
  }

  public Tunnels withPsk(String value) {
    return new Tunnels(
        version, identity, sourceIp, pops, cipher, enabled, licensed, value, site, previousPsks);
  }

  public Tunnels withSite(String value) {
    return new Tunnels(
        version, identity, sourceIp, pops, cipher, enabled, licensed, psk, value, previousPsks);
  }

  public Tunnels withPreviousPsk(String value) {
    return new Tunnels(
        version, identity, sourceIp, pops, cipher, enabled, licensed, psk, site, List.of(value));
  }

  private static SealedPsk seal(String psk, String slot) {
    return new PskSeal.Sealer(KEY.publicKey())
        .seal(psk.getBytes(StandardCharsets.UTF_8), 7, POP, slot);
  }

  public TunnelChange build() {
    return build(/* licenceGrace= */ false);
  }

  /** Without a licence, while a live tunnel may stay. */
  public TunnelChange inGrace() {
    return unlicensed().build(/* licenceGrace= */ true);
  }

  private TunnelChange build(boolean licenceGrace) {
    List<SealedPsk> sealed = new ArrayList<>();
    sealed.add(seal(psk, "current"));
    previousPsks.forEach(previous -> sealed.add(seal(previous, "previous")));
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
        sealed,
        List.of(),
        licenceGrace);
  }
}
