package io.culvert.gateway.core.ike.task;

/** Why a tunnel failed or closed: a stable code for machines and a remedy for people. */
public enum Reason {
  UNKNOWN_IDENTITY(
      "unknown-identity",
      "Create a tunnel with this source identity, or correct the identity the device sends."),
  UNSUPPORTED_IDENTITY(
      "unsupported-identity",
      "Set the device's IKE identity to an IP address, an FQDN or a user@fqdn."),
  PSK_MISMATCH(
      "psk-mismatch", "Enter the same pre-shared key on the device and in the tunnel's settings."),
  AUTH_METHOD_UNSUPPORTED(
      "auth-method-unsupported",
      "Set the device to authenticate with the pre-shared key, not with EAP or a certificate."),
  PPK_MISMATCH(
      "ppk-mismatch",
      "Enter the same post-quantum key, under the same name, on the device and in the tunnel."),
  SOURCE_NOT_ALLOWED(
      "source-not-allowed",
      "Correct the tunnel's source IP address, or let the device connect from the one configured."),
  TUNNEL_DISABLED("tunnel-disabled", "Enable the tunnel if the device should connect."),
  WRONG_POP("wrong-pop", "Point the device at the tunnel's primary or failover POP."),
  LICENCE_MISSING("licence-missing", "Obtain the licence that IPsec tunnels require."),
  KEY_UNAVAILABLE(
      "key-unavailable", "Set the tunnel's pre-shared key again: this POP cannot open it."),
  PROPOSAL_MISMATCH_IKE(
      "proposal-mismatch-ike",
      "Set the device's phase 1 to algorithms of the list of allowed ones."),
  PROPOSAL_MISMATCH_CHILD(
      "proposal-mismatch-child",
      "Set the device's phase 2 to the tunnel's cipher and an allowed integrity algorithm."),
  TS_UNACCEPTABLE(
      "ts-unacceptable", "Let the device offer its own networks and any destination as selectors."),
  TOO_MANY_CHILDREN(
      "too-many-children", "Let the device combine its selectors into at most ten child SAs."),
  VERSION_UNSUPPORTED("version-unsupported", "Set the device to IKEv2."),
  HALF_OPEN_LIMIT(
      "half-open-limit", "Find out which device starts negotiations and does not finish them."),
  NEGOTIATION_ABANDONED(
      "negotiation-abandoned",
      "Let UDP port 4500 pass in both directions, fragments included; the device never went on."),
  INVALID_MESSAGE(
      "invalid-message", "Update the device's software: it sent a message that breaks IKEv2."),
  REFUSED_BY_PEER(
      "refused-by-peer", "Compare the settings of both ends: the other end refused the request."),
  RETRANSMISSION_TIMEOUT(
      "retransmission-timeout", "Check that UDP ports 500 and 4500 pass in both directions."),
  DPD_TIMEOUT("dpd-timeout", "Check the device and its internet connection."),
  LIFETIME_EXPIRED("lifetime-expired", "Check that the device answers rekeying."),
  PEER_DELETED("peer-deleted", "Look at the device: it closed the tunnel."),
  CONFIGURATION_CHANGED(
      "configuration-changed", "Nothing: the device connects again with the new settings."),
  TUNNEL_DELETED("tunnel-deleted", "Nothing: the tunnel was deleted; take it off the device."),
  PEER_RESTARTED("peer-restarted", "Nothing: the other end restarted; connect again."),
  REPLACED("replaced", "Nothing: the device connected again."),
  REDIRECTED(
      "redirected", "Nothing: the gateway is being drained; the device goes to its failover POP."),
  SHUTDOWN("gateway-shutdown", "Nothing: the device connects again or to its failover POP.");

  private final String code;
  private final String remedy;

  Reason(String code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  /** The stable code, such as {@code psk-mismatch}. */
  public String code() {
    return code;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }
}
