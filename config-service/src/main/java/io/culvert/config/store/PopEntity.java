package io.culvert.config.store;

import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code pop}. */
@Entity(name = "Pop")
@Table(name = "pop", schema = "config")
class PopEntity {
  @Id String name;

  @Column String id;
  @Column String region;
  @Column String location;
  @Column double latitude;
  @Column double longitude;
  @Column String gateways;
  @Column @Nullable String probe;

  @Column(name = "accepting_tunnels")
  boolean acceptingTunnels;

  @Column String bandwidths;

  @Column(name = "release_deployment_day")
  String releaseDeploymentDay;

  @Column(name = "public_key")
  @Nullable String publicKey;

  @Column long version;

  void set(Pop pop) {
    PopSettings settings = pop.settings();
    name = pop.name();
    id = pop.id();
    region = settings.region();
    location = settings.location();
    latitude = settings.place().latitude();
    longitude = settings.place().longitude();
    gateways = Lists.join(settings.gateways());
    probe = settings.probe();
    acceptingTunnels = settings.acceptingTunnels();
    bandwidths = Lists.join(settings.bandwidths());
    releaseDeploymentDay = settings.releaseDeploymentDay();
    publicKey = settings.publicKey();
    version = pop.version();
  }

  Pop toDomain() {
    return new Pop(
        id,
        new PopSettings(
            name,
            region,
            location,
            new GeoPoint(latitude, longitude),
            Lists.split(gateways),
            probe,
            acceptingTunnels,
            Lists.split(bandwidths).stream().map(Integer::valueOf).toList(),
            releaseDeploymentDay,
            publicKey),
        version);
  }
}
