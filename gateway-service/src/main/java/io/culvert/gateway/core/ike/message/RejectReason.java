package io.culvert.gateway.core.ike.message;

/** Why a datagram is refused: the label of a counter. */
public enum RejectReason {
  /** Shorter than an IKE header. */
  TOO_SHORT,
  /** The length field is not the length of the datagram. */
  LENGTH_MISMATCH,
  /** IKE version 1, or 0. */
  OLDER_MAJOR_VERSION,
  /** A major version above 2. */
  NEWER_MAJOR_VERSION,
  /** The exchange type is none of ours. */
  UNKNOWN_EXCHANGE,
  /** The SPIs or the message ID cannot be right for an IKE_SA_INIT (RFC 7296 §2.2, §2.6, §3.1). */
  BAD_INITIAL_HEADER,
  /** The payloads break the format. */
  MALFORMED,
  /** A critical payload of an unknown type (RFC 7296 §2.5). */
  UNSUPPORTED_CRITICAL_PAYLOAD,
  /** A payload is missing, too often there, or not allowed in the exchange. */
  EXCHANGE_RULES,
  /** Protection where there must be none, or none where there must be some. */
  WRONG_PROTECTION,
  /** The integrity check failed. */
  INTEGRITY
}
