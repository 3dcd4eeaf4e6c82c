package io.culvert.gateway.core.esp;

/** The ciphers of phase 2. */
public enum EspCipher {
  /** AES-CBC with an explicit IV (RFC 3602). */
  AES_CBC,
  /** AES-GCM with an ICV of 16 octets (RFC 4106). */
  AES_GCM,
  /** No encryption (RFC 2410). */
  NULL
}
