package io.culvert.config.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of this service that are not Quarkus's own. */
@ConfigMapping(prefix = "culvert.config")
public interface ConfigServiceConfig {
  /**
   * Folder with key-encryption keys, such as a secret store mounts one: each file has one, 32
   * octets in Base64. The file {@code current}, or else the newest, is the key that seals; the
   * others still open. It is looked at again and again. It takes precedence over {@link #kekFile}.
   */
  Optional<Path> kekMount();

  /**
   * File with the key-encryption key: 32 octets, Base64. It takes precedence over {@link #kek}; one
   * of the three is needed.
   */
  Optional<Path> kekFile();

  /** The key-encryption key itself: 32 octets, Base64. */
  Optional<String> kek();

  /**
   * File with POPs to make when there is none yet: a JSON list, each entry as {@code POST
   * /api/v2/pops} takes it.
   */
  Optional<Path> popCatalogue();

  /** Whether to make, without such a file, some forty POPs as an example. */
  @WithDefault("false")
  boolean exampleCatalogue();

  /** Files with further key-encryption keys, which open what was sealed under them. */
  Optional<List<Path>> previousKekFiles();

  /** How long the certificates last that are issued here. */
  Certificates certificates();

  /** The lifetimes of certificates. */
  interface Certificates {
    /** Of the root, which is never renewed by itself: customers have installed it. */
    @WithDefault("P7300D")
    Duration rootLifetime();

    /** Of the intermediate of a POP. */
    @WithDefault("P365D")
    Duration intermediateLifetime();

    /** How long before its end an intermediate gets a successor. */
    @WithDefault("P60D")
    Duration renewBefore();
  }

  /** Whether to make a licensed tenant {@code demo} at start. */
  @WithDefault("false")
  boolean demoTenant();

  /** How long a file of tunnels is kept after its review, and so how late it can be committed. */
  @WithDefault("PT24H")
  Duration importsKept();
}
