package io.culvert.config.app;

import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Xff;
import io.culvert.contract.PopCertificate;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events that tell gateways of tunnels and POPs; keys leave sealed to each POP. */
@ApplicationScoped
public class TunnelEvents {
  private static final String CURRENT = "current";
  private static final String PREVIOUS = "previous";

  /** By public key. */
  private final Map<String, PskSeal.Sealer> sealers = new ConcurrentHashMap<>();

  /** The whole tunnel; a POP that has no public key yet gets no sealed key. */
  OutboxEvent changed(Tunnel tunnel, TunnelKeys keys, Tenant tenant, PopCatalog pops) {
    TunnelSettings settings = tunnel.settings();
    List<SealedPsk> sealed =
        settings.pops().stream()
            .map(pops::named)
            .flatMap(Optional::stream)
            .flatMap(pop -> seal(tunnel.id(), keys, pop.settings()))
            .toList();
    TunnelChange change =
        new TunnelChange(
            tunnel.id(),
            tunnel.tenant(),
            tunnel.revision(),
            settings.site(),
            settings.identity(),
            settings.sourceIp(),
            settings.pops(),
            settings.encryption(),
            settings.bandwidthMbps(),
            settings.enabled(),
            tenant.licensed(),
            sealed,
            forwardedFor(settings.xff()),
            tenant.graceUntil() != null);
    return OutboxEvent.of(Topic.TUNNEL_CHANGES, String.valueOf(tunnel.id()), change);
  }

  /** Switched on without a list, it is for all. */
  private static List<String> forwardedFor(Xff xff) {
    return xff.enabled() && xff.addresses().isEmpty()
        ? List.of(TunnelChange.EVERYBODY)
        : xff.addresses();
  }

  private Stream<SealedPsk> seal(long tunnelId, TunnelKeys keys, PopSettings pop) {
    return Stream.concat(
        seal(tunnelId, keys.current(), pop, CURRENT),
        seal(tunnelId, keys.previous(), pop, PREVIOUS));
  }

  private Stream<SealedPsk> seal(long tunnelId, @Nullable Psk psk, PopSettings pop, String slot) {
    String key = pop.publicKey();
    return psk == null || key == null
        ? Stream.empty()
        : Stream.of(
            sealers
                .computeIfAbsent(key, PskSeal.Sealer::new)
                .seal(psk.bytes(), tunnelId, pop.name(), slot));
  }

  OutboxEvent deleted(long tunnelId) {
    return OutboxEvent.tombstone(
        Topic.TUNNEL_CHANGES, String.valueOf(tunnelId), TunnelChange.class);
  }

  /** The whole POP, with what its gateways issue certificates with. */
  OutboxEvent changed(Pop pop, PopCertificate certificate) {
    PopSettings settings = pop.settings();
    PopChange change =
        new PopChange(
            pop.id(),
            pop.name(),
            pop.version(),
            settings.region(),
            settings.gateways(),
            settings.probe(),
            settings.acceptingTunnels(),
            settings.publicKey(),
            certificate);
    return OutboxEvent.of(Topic.POP_CHANGES, pop.name(), change);
  }

  OutboxEvent popDeleted(String name) {
    return OutboxEvent.tombstone(Topic.POP_CHANGES, name, PopChange.class);
  }
}
