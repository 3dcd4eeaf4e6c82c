package io.culvert.standalone.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Connection CONNECTION =
      Connection.of("site", "192.0.2.200", "192.0.2.11", "a@b.example", "s3cret\"}", "10.0.0.0/8");

  @Test
  void theKeyIsNeverPrinted() {
    assertThat(CONNECTION.toString()).doesNotContain("s3cret");
  }

  @Test
  void theKeyIsWrittenSoThatItCannotBreakTheSyntax() {
    assertThat(CONNECTION.configuration()).contains("secret = 0sczNjcmV0In0=");
  }
}
