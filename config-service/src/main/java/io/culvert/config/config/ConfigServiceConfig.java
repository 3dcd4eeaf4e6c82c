package io.culvert.config.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of this service that are not Quarkus's own. */
@ConfigMapping(prefix = "culvert.config")
public interface ConfigServiceConfig {
  /**
   * File with the key-encryption key: 32 octets, Base64. It takes precedence over {@link #kek}; one
   * of the two is needed.
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

  /** Whether to make a licensed tenant {@code demo} at start. */
  @WithDefault("false")
  boolean demoTenant();

  /** How long a file of tunnels is kept after its review, and so how late it can be committed. */
  @WithDefault("PT24H")
  Duration importsKept();
}
