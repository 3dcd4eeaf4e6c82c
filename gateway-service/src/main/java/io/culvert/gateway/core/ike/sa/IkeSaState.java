package io.culvert.gateway.core.ike.sa;

/**
 * Where an IKE SA stands.
 *
 * <pre>
 * responder:  INIT_DONE ─► DECIDING ─► ESTABLISHED
 *                 │            ├─► REFUSED
 *                 │            └─► CLOSING   sent to another gateway
 * initiator:  INIT_SENT ─► AUTH_SENT ─► ESTABLISHED
 *
 * rekey:      CONTENDING ─► ESTABLISHED
 *
 * ESTABLISHED ─► REKEYED   its successor took the children; only answers what ends it
 * ESTABLISHED ─► CLOSING   our Delete is on its way
 * every state ─► GONE
 * </pre>
 */
enum IkeSaState {
  /** Our IKE_SA_INIT request is out. */
  INIT_SENT,
  /** Our IKE_SA_INIT response is out; waiting for IKE_AUTH. */
  INIT_DONE,
  /** IKE_AUTH arrived; waiting for the policy. */
  DECIDING,
  /** Our IKE_AUTH request, or an IKE_INTERMEDIATE before it, is out. */
  AUTH_SENT,
  /** Made by a rekey; not yet known whether it succeeds the old one or is redundant. */
  CONTENDING,
  /** Authenticated both ways. */
  ESTABLISHED,
  /** Authentication failed; lingers to answer repeats with the same bytes. */
  REFUSED,
  /** Replaced by a rekey, waiting for its Delete. */
  REKEYED,
  /** Deleted; lingers until the Delete is answered, or to answer repeats of the peer's Delete. */
  CLOSING,
  /** To be forgotten. */
  GONE;

  /** Whether the step is one of the diagram's. */
  boolean mayBecome(IkeSaState next) {
    return switch (this) {
      case INIT_SENT -> next == AUTH_SENT || next == GONE;
      case INIT_DONE -> next == DECIDING || next == REFUSED || next == GONE;
      case DECIDING -> next == ESTABLISHED || next == REFUSED || next == CLOSING || next == GONE;
      case AUTH_SENT -> next == ESTABLISHED || next == GONE;
      case CONTENDING -> next == ESTABLISHED || next == REKEYED || next == CLOSING || next == GONE;
      case ESTABLISHED -> next == REKEYED || next == CLOSING || next == GONE;
      case REKEYED -> next == CLOSING || next == GONE;
      case REFUSED, CLOSING -> next == GONE;
      case GONE -> false;
    };
  }

  /** Not authenticated yet, so it counts against the limits. */
  boolean isHalfOpen() {
    return switch (this) {
      case INIT_DONE, DECIDING, REFUSED -> true;
      case INIT_SENT, AUTH_SENT, CONTENDING, ESTABLISHED, REKEYED, CLOSING, GONE -> false;
    };
  }
}
