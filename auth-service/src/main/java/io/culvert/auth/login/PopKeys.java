package io.culvert.auth.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The public keys of POPs, as far as they are known. */
@ApplicationScoped
public class PopKeys {
  private volatile Map<String, String> keys = Map.of();

  /** The key of the POP of that name, Base64. */
  public Optional<String> of(String pop) {
    return Optional.ofNullable(keys.get(pop));
  }

  /**
   * From now on these.
   *
   * @param live by the POP's name; safe for other threads, since it goes on changing
   */
  public void follow(Map<String, String> live) {
    keys = live;
  }
}
