package io.culvert.gateway.core.ike.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What an event may carry. */
class EvidenceTest {
  @Test
  void badInput11ControlCharactersEscapesAndLengthAreTamed() {
    String hostile = "\u001b[31m\r\nroot\0\u00e9\u202e" + "x".repeat(70_000);

    String value = Evidence.none().with("identity", hostile).toMap().get("identity");

    assertThat(value).startsWith("?[31m??root???x").hasSizeLessThanOrEqualTo(1200);
    assertThat(value).matches("[\\x20-\\x7e]*");
  }

  @Test
  void remoteAddressIsTextWithoutLookup() {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 4500);

    assertThat(Evidence.from(remote).toMap())
        .containsEntry("remote", "2001:db8:0:0:0:0:0:1 port 4500");
  }
}
