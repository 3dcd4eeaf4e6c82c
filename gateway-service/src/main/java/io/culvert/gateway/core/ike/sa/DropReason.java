package io.culvert.gateway.core.ike.sa;

/** Why a datagram got no further. Each has a counter. */
public enum DropReason {
  /** Does not decode as IKE. */
  MALFORMED,
  /** Major version other than 2. */
  VERSION,
  /** Flags, SPIs, message ID or exchange that cannot be, such as a response with an unknown SPI. */
  IMPOSSIBLE_HEADER,
  /** Not for any IKE SA we have. */
  UNKNOWN_SPI,
  /** Not for any IKE SA we have, and more of them than we answer. */
  UNKNOWN_SPI_OVER_LIMIT,
  /** A notification in the clear, which anybody may have sent: a hint at most. */
  CLEAR_NOTICE,
  /** Does not open under the keys of its IKE SA. */
  NOT_AUTHENTIC,
  /** Message ID outside the window. */
  OUT_OF_WINDOW,
  /** A response to nothing we asked. */
  UNREQUESTED_RESPONSE,
  /** A repeat of a request whose answer is not ready. */
  ANSWER_PENDING,
  /** A repeat of a message ID with other content. */
  ALTERED_REPEAT,
  /** A fragment that cannot be: number 0, above its total, or of another split than the others. */
  BAD_FRAGMENT,
  /** A fragment that is there already, or one other than the first of an answered request. */
  REPEATED_FRAGMENT,
  /** A fragment of a message with more fragments or octets than we take. */
  FRAGMENT_LIMIT,
  /** Valid only in another state of the IKE SA. */
  WRONG_STATE,
  /** IKE_SA_INIT over the limit of half-open SAs. */
  HALF_OPEN_LIMIT,
  /** IKE_SA_INIT over the limit of its source address. */
  HALF_OPEN_LIMIT_PER_SOURCE,
  /** IKE_SA_INIT with a cookie that is not ours. */
  BAD_COOKIE,
  /** Nobody has time for the key exchange it asks for. */
  OVERLOAD,
  /** The answer would be larger than the unauthenticated request. */
  WOULD_AMPLIFY
}
