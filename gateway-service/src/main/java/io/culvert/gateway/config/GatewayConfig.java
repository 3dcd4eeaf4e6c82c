package io.culvert.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator sets for one gateway; everything but the POP and the address has a default. */
@ConfigMapping(prefix = "culvert.gateway")
public interface GatewayConfig {
  /** The gateway's name, unique in the service. */
  @WithDefault("${culvert.gateway.pop}-1")
  String id();

  /** The POP this gateway belongs to. */
  String pop();

  /** The public address devices connect to. */
  String address();

  /** The file of the POP's HPKE key pair; made at the first start. */
  @WithDefault("${culvert.gateway.state-dir}/pop-key.json")
  Path popKeyFile();

  /** Where the last known configuration is kept. */
  @WithDefault("/var/lib/culvert")
  Path stateDir();

  /** UDP port of IKE. */
  @WithDefault("500")
  int ikePort();

  /** UDP port of IKE and ESP behind NAT. */
  @WithDefault("4500")
  int natPort();

  /** The TUN device of hosts that may pass. */
  @WithDefault("culvert-open")
  String openDevice();

  /** The TUN device of hosts that must log in. */
  @WithDefault("culvert-gate")
  String gateDevice();

  /** TCP port at which the steering proxy takes their connections. */
  @WithDefault("3129")
  int proxyPort();

  /** MTU of the TUN devices, in octets: what fits into 1,500 with ESP in UDP around it. */
  @WithDefault("1400")
  int mtu();

  /** Where hosts get their carrier addresses from. */
  @WithDefault("100.64.0.0/10")
  String carrierRange();

  /** Signal NAT to every peer, so that all of them encapsulate ESP in UDP. */
  @WithDefault("true")
  boolean forceEncapsulation();

  /** Split large IKE messages for devices that announce that they can join them (RFC 7383). */
  @WithDefault("true")
  boolean fragmentation();

  /** The largest IP datagram, in octets, that such a device is sent an IKE message in. */
  @WithDefault("1280")
  int fragmentSize();

  /** Which algorithms of IKE devices may use. */
  @WithDefault("standard")
  Algorithms algorithms();

  /** Which algorithms of IKE devices may use. */
  enum Algorithms {
    /** The list that is published to customers. */
    STANDARD,
    /** More of them: AES-GCM for IKE, elliptic curves. */
    EXTENDED,
    /** All these, and what resists quantum computers: ML-KEM, post-quantum pre-shared keys. */
    POST_QUANTUM
  }

  /**
   * A file of post-quantum pre-shared keys (RFC 8784), lines of {@code identity ppk-id key}: a
   * device whose tunnel has one must know it, whatever the algorithms.
   */
  Optional<Path> ppkFile();

  /** A file of web categories, made by {@code culvert categories import}; else built-in ones. */
  Optional<Path> categoriesFile();

  /** Hard lifetime of an IKE SA; it is rekeyed before. */
  @WithDefault("8h")
  Duration ikeLifetime();

  /** Hard lifetime of a CHILD SA; it is rekeyed before. */
  @WithDefault("2h")
  Duration childLifetime();

  /** Silence after which the gateway asks whether the device is still there. */
  @WithDefault("20s")
  Duration dpdInterval();

  /** How often telemetry is sent. */
  @WithDefault("10s")
  Duration telemetryInterval();

  /** How often a heartbeat is sent. */
  @WithDefault("5s")
  Duration heartbeatInterval();
}
