package io.culvert.config.app;

import io.culvert.config.domain.ApiToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What someone asks of a token, in whatever form it came. */
public interface TokenRequest {
  /**
   * What the token is to become.
   *
   * @param current null when it is to be made
   * @param bounds between which it may expire
   * @throws io.culvert.config.domain.RefusedException with every violation
   */
  ApiToken.Settings resolve(ApiToken.@Nullable Settings current, Expiry bounds);

  /**
   * When a token may expire.
   *
   * @param now not before
   * @param usual when nothing is said
   * @param latest not after
   */
  record Expiry(Instant now, Instant usual, Instant latest) {}
}
