package io.culvert.config.app;

import java.time.Duration;

/**
 * How API tokens live and what calls are held to.
 *
 * @param requestsPerSecond by API tokens, per tenant and endpoint, in the long run
 * @param burst how many of them at once
 * @param failedLoginsPerMinute per source address, in the long run and at once
 * @param unknownTokensPerSecond how often the database is asked about tokens that turn out not to
 *     exist, whoever sends them
 * @param tokenCache for how long an accepted token is not looked up again
 * @param usualLife of a token whose maker does not say
 * @param longestLife of a token
 * @param endedKept for how long revoked and expired tokens are still listed
 * @param answersKept for how long a request is recognised by its idempotency key
 */
public record AccessSettings(
    double requestsPerSecond,
    int burst,
    int failedLoginsPerMinute,
    int unknownTokensPerSecond,
    Duration tokenCache,
    Duration usualLife,
    Duration longestLife,
    Duration endedKept,
    Duration answersKept) {}
