package io.culvert.standalone.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aTakenPortIsNamedWithTheWayToChooseAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports = new Ports(0, 0, 0, 0, taken.getLocalPort(), 0, 0, 0);
      assertThatThrownBy(ports::requireFree)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("--gateway-a-port")
          .hasMessageContaining("CULVERT_GATEWAY_A_PORT");
    }
  }

  @Test
  void freePortsPass() {
    assertThatCode(() -> new Ports(0, 0, 0, 0, 0, 0, 0, 0).requireFree())
        .doesNotThrowAnyException();
  }
}
