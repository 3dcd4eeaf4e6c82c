package io.culvert.gateway.core.ike.task;

/** Where SPIs come from: random, never 0, not in use in this gateway. */
public interface SpiSource {
  /** An SPI for an IKE SA. */
  long newIkeSpi();

  /** An inbound SPI for a child SA; above 255 (RFC 4303 §2.1). */
  int newChildSpi();
}
