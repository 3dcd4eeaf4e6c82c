package io.culvert.gateway.core.ike.task;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.crypto.Secret;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway needs to know of a tunnel to negotiate it. The keys stay the property of the
 * giver: the engine does not erase them and forgets them once the peer is authenticated.
 *
 * @param tunnelId the tunnel
 * @param tenant the tenant's id
 * @param site the tunnel's name
 * @param encryption the only phase-2 cipher offered
 * @param psks the accepted keys, at least one; more than one during a rotation
 * @param ppks the post-quantum keys (RFC 8784): where there are some, a device must know one
 * @param source the only address the device may be at; empty for any
 */
public record TunnelPolicy(
    long tunnelId,
    String tenant,
    String site,
    EncryptionCipher encryption,
    List<AcceptedPsk> psks,
    List<Ppk> ppks,
    Optional<InetAddress> source) {
  /**
   * A pre-shared key.
   *
   * @param slot its name, such as {@code current}
   * @param secret the key
   */
  public record AcceptedPsk(String slot, Secret secret) {}

  public TunnelPolicy {
    psks = List.copyOf(psks);
    ppks = List.copyOf(ppks);
    if (psks.isEmpty()) {
      throw new IllegalArgumentException("a tunnel needs a pre-shared key");
    }
  }

  /** A tunnel without post-quantum keys whose device may be anywhere. */
  public TunnelPolicy(
      long tunnelId,
      String tenant,
      String site,
      EncryptionCipher encryption,
      List<AcceptedPsk> psks) {
    this(tunnelId, tenant, site, encryption, psks, List.of(), Optional.empty());
  }
}
