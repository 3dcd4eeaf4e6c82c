package io.culvert.config.api;

import io.culvert.config.domain.ApiToken;
import java.security.Principal;

/** One who calls by an API token. */
record TokenPrincipal(ApiToken token) implements Principal {
  @Override
  public String getName() {
    return token.name();
  }
}
