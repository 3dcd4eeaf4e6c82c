package io.culvert.config.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How API tokens live and what calls are held to. Each instance counts for itself. */
@ConfigMapping(prefix = "culvert.config.access")
public interface AccessConfig {
  /** Calls a second by API tokens, per tenant and endpoint. */
  @WithDefault("4")
  double requestsPerSecond();

  /** How many of these may come at once. */
  @WithDefault("8")
  int burst();

  /** Failed logins a minute per source address; further ones are told to wait. */
  @WithDefault("30")
  int failedLoginsPerMinute();

  /** Look-ups a second of tokens that do not exist, whoever sends them. */
  @WithDefault("50")
  int unknownTokensPerSecond();

  /** For how long a revoked token may still be accepted by the instances that did not revoke it. */
  @WithDefault("PT2S")
  Duration tokenCache();

  /** How long a token lives when its maker does not say. */
  @WithDefault("P90D")
  Duration tokenLife();

  /** How long a token may live. */
  @WithDefault("P366D")
  Duration longestTokenLife();

  /** For how long revoked and expired tokens are still listed. */
  @WithDefault("P90D")
  Duration endedTokensKept();

  /** For how long a request is recognised by its idempotency key. */
  @WithDefault("PT24H")
  Duration answersKept();
}
