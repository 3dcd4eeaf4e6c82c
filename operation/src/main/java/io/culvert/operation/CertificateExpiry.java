package io.culvert.operation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** When the next certificate of a kind ends, as a figure; nothing until that is known. */
public final class CertificateExpiry {
  private volatile double seconds = Double.NaN;

  private CertificateExpiry() {}

  /**
   * Registers the figure.
   *
   * @param kind one of a few words, never the name of anybody
   */
  public static CertificateExpiry of(String kind, MeterRegistry metrics) {
    CertificateExpiry expiry = new CertificateExpiry();
    Gauge.builder("culvert.certificate.expiry.timestamp.seconds", expiry, one -> one.seconds)
        .description("When the first certificate of this kind ends")
        .tag("kind", kind)
        .strongReference(true)
        .register(metrics);
    return expiry;
  }

  /** It ends then. */
  public void ends(Instant when) {
    seconds = when.getEpochSecond();
  }
}
