package io.culvert.gateway.app.access;

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
}
