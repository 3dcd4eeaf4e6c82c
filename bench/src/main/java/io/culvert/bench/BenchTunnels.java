package io.culvert.bench;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tunnels of a load, as the gateway knows them and as their devices do. */
final class BenchTunnels {
  /** How many there are; a load of more handshakes begins with the first again. */
  static final int COUNT = 10_000;

  /** The POP they belong to. */
  static final String POP = "bench";

  /** The key of all of them. */
  static final String PSK = "one key for all tunnels of the benchmark";

  private static final int INSIDE = 10 << 24;

  private BenchTunnels() {}

  /** All tunnels, their key sealed to the POP. */
  static List<TunnelChange> sealedTo(String popKey) {
    PskSeal.Sealer sealer = new PskSeal.Sealer(popKey);
    return IntStream.rangeClosed(1, COUNT).mapToObj(id -> tunnel(id, sealer)).toList();
  }

  private static TunnelChange tunnel(int id, PskSeal.Sealer sealer) {
    byte[] psk = PSK.getBytes(StandardCharsets.UTF_8);
    return new TunnelChange(
        id,
        "bench",
        1,
        "site-" + id,
        identity(id),
        null,
        List.of(POP),
        EncryptionCipher.AES256_CBC,
        null,
        true,
        true,
        List.of(sealer.seal(psk, id, POP, "current")),
        List.of(),
        false);
  }

  private static SourceIdentity identity(int id) {
    return new SourceIdentity(SourceIdentity.Kind.FQDN, "device-" + id + ".bench.example");
  }

  /**
   * How the device connects that is the {@code number}th to do so: AES-256-CBC with HMAC-SHA-256
   * for both SAs, and a network of its own behind it.
   */
  static InitiatorProfile device(long number, KeMethod group, Secret psk) {
    int id = (int) (number % COUNT) + 1;
    EncryptionAlgorithm cipher = new EncryptionAlgorithm(EncrId.AES_CBC, 256);
    return new InitiatorProfile(
        number,
        new Identity(SourceIdentity.Kind.FQDN, identity(id).value()),
        Optional.empty(),
        psk,
        new IkePolicy(
            List.of(cipher),
            List.of(IntegId.HMAC_SHA2_256_128),
            List.of(PrfId.HMAC_SHA2_256),
            List.of(group)),
        group,
        new EspPolicy(cipher, List.of(IntegId.HMAC_SHA2_256_128), List.of()),
        Optional.empty(),
        List.of(network(id)),
        List.of(TrafficSelector.any4()),
        /* initialContact= */ false);
  }

  /** 10.x.y.0/24. */
  private static TrafficSelector network(int id) {
    int first = INSIDE | id << 8;
    return TrafficSelector.ofAddresses(
        TrafficSelector.address(octets(first)), TrafficSelector.address(octets(first | 0xFF)));
  }

  private static byte[] octets(int address) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
  }
}
