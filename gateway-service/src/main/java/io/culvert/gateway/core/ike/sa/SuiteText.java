package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.crypto.IkeSuite;

/** Names suites for events. */
final class SuiteText {
  private SuiteText() {}

  static String of(IkeSuite suite) {
    return of(suite.encryption())
        + suite.integrity().map(i -> "/" + i).orElse("")
        + "/PRF_"
        + suite.prf()
        + "/"
        + suite.ke()
        + suite.additional().map(method -> "/" + method).orElse("");
  }

  static String of(EspSuite suite) {
    return of(suite.encryption())
        + suite.integrity().map(i -> "/" + i).orElse("")
        + suite.pfs().map(g -> "/" + g).orElse("");
  }

  private static String of(EncryptionAlgorithm algorithm) {
    return algorithm.keyBits() == 0
        ? algorithm.id().toString()
        : algorithm.id() + "_" + algorithm.keyBits();
  }
}
