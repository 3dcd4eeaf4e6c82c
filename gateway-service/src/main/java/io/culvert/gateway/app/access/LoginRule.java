package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import java.util.Set;

/**
 * What a tenant's hosts must do before they may pass.
 *
 * @param required whether they must log in
 * @param bypass who passes all the same
 * @param idleMillis how long a silent host stays logged in; 0 means no limit
 */
record LoginRule(boolean required, NetworkBypass bypass, long idleMillis) {
  /** All pass. */
  static final LoginRule OFF = new LoginRule(false, NetworkBypass.NONE, 0);

  /** All must log in: of a tunnel whose tenant's settings are not known yet. */
  static final LoginRule HELD = new LoginRule(true, NetworkBypass.NONE, 0);

  /**
   * The rule of these settings.
   *
   * @param away addresses of auth-services where nobody can log in now: whoever chose that hosts
   *     pass meanwhile has it so
   */
  static LoginRule of(AuthChange settings, NetworkBypass.Compiler bypasses, Set<String> away) {
    AuthChange.Login login = settings.login();
    boolean passes = login != null && login.passWhileAway() && away.contains(login.url());
    return new LoginRule(
        settings.enabled() && !passes,
        bypasses.compile(settings),
        Math.max(0, settings.idleTimeoutSeconds() * 1_000));
  }
}
