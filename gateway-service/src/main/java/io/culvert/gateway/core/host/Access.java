package io.culvert.gateway.core.host;

/** Which of the two TUN devices a host's packets go to. */
public enum Access {
  /** It may pass. */
  OPEN,
  /** It must log in first. */
  GATED
}
