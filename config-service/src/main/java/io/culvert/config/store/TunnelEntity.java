package io.culvert.config.store;

import io.culvert.config.app.SealedSecret;
import io.culvert.config.app.StoredTunnel;
import io.culvert.config.domain.KeyUse;
import io.culvert.config.domain.SourceType;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Xff;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of {@code tunnel}. */
@Entity(name = "Tunnel")
@Table(name = "tunnel", schema = "config")
class TunnelEntity {
  @Id Long id;

  @Column String tenant;
  @Column String site;

  @Column(name = "identity_kind")
  @Enumerated(EnumType.STRING)
  SourceIdentity.Kind identityKind;

  @Column String identity;

  @Column(name = "source_ip")
  @Nullable String sourceIp;

  @Column(name = "primary_pop")
  String primaryPop;

  @Column(name = "failover_pop")
  @Nullable String failoverPop;

  @Column
  @Enumerated(EnumType.STRING)
  EncryptionCipher encryption;

  @Column(name = "psk_sealed")
  String pskSealed;

  @Column(name = "psk_digest")
  String pskDigest;

  @Column(name = "previous_psk_sealed")
  @Nullable String previousPskSealed;

  @Column(name = "previous_psk_digest")
  @Nullable String previousPskDigest;

  @Column(name = "previous_psk_until")
  @Nullable Instant previousPskUntil;

  /** Written by {@link JdbcKeyUses} alone, so that no change of the tunnel undoes it. */
  @Column(name = "psk_used_digest", insertable = false, updatable = false)
  @Nullable String pskUsedDigest;

  @Column(name = "psk_used_at", insertable = false, updatable = false)
  @Nullable Instant pskUsedAt;

  @Column(name = "bandwidth_mbps")
  @Nullable Integer bandwidthMbps;

  @Column boolean enabled;
  @Column String notes;
  @Column String vendor;

  @Column(name = "source_type")
  @Enumerated(EnumType.STRING)
  SourceType sourceType;

  @Column String template;
  @Column boolean rekey;
  @Column boolean reauth;

  @Column(name = "xff_enabled")
  boolean xffEnabled;

  @Column(name = "xff_addresses")
  String xffAddresses;

  @Column long version;
  @Column long revision;
  @Column boolean marked;
  @Column Instant created;
  @Column Instant updated;

  void set(StoredTunnel stored) {
    Tunnel tunnel = stored.tunnel();
    id = tunnel.id();
    tenant = tunnel.tenant();
    set(tunnel.settings());
    pskSealed = stored.secret().sealed();
    pskDigest = stored.secret().digest();
    SealedSecret previous = stored.previous();
    previousPskSealed = previous == null ? null : previous.sealed();
    previousPskDigest = previous == null ? null : previous.digest();
    previousPskUntil = previous == null ? null : tunnel.previousKeyUntil();
    version = tunnel.version();
    revision = tunnel.revision();
    created = tunnel.created();
    updated = tunnel.updated();
  }

  private void set(TunnelSettings settings) {
    site = settings.site();
    identityKind = settings.identity().kind();
    identity = settings.identity().value();
    sourceIp = settings.sourceIp();
    primaryPop = settings.pops().getFirst();
    failoverPop = settings.pops().size() > 1 ? settings.pops().getLast() : null;
    encryption = settings.encryption();
    bandwidthMbps = settings.bandwidthMbps();
    enabled = settings.enabled();
    notes = settings.notes();
    vendor = settings.vendor();
    sourceType = settings.sourceType();
    template = settings.template();
    rekey = settings.rekey();
    reauth = settings.reauth();
    xffEnabled = settings.xff().enabled();
    xffAddresses = Lists.join(settings.xff().addresses());
  }

  StoredTunnel toStored() {
    return new StoredTunnel(
        toDomain(),
        new SealedSecret(pskSealed, pskDigest),
        previousPskSealed == null || previousPskDigest == null
            ? null
            : new SealedSecret(previousPskSealed, previousPskDigest));
  }

  Tunnel toDomain() {
    return new Tunnel(
        id, tenant, settings(), version, revision, created, updated, previousPskUntil, keyUse());
  }

  private @Nullable KeyUse keyUse() {
    if (pskUsedDigest == null || pskUsedAt == null) {
      return null;
    }
    if (pskUsedDigest.equals(pskDigest)) {
      return new KeyUse(KeyUse.Key.CURRENT, pskUsedAt);
    }
    return pskUsedDigest.equals(previousPskDigest)
        ? new KeyUse(KeyUse.Key.PREVIOUS, pskUsedAt)
        : null;
  }

  private TunnelSettings settings() {
    List<String> pops =
        Stream.of(primaryPop, failoverPop)
            .filter(Objects::nonNull)
            .map(String.class::cast)
            .toList();
    return new TunnelSettings(
        site,
        new SourceIdentity(identityKind, identity),
        sourceIp,
        pops,
        encryption,
        bandwidthMbps,
        enabled,
        notes,
        vendor,
        sourceType,
        template,
        rekey,
        reauth,
        new Xff(xffEnabled, Lists.split(xffAddresses)));
  }
}
