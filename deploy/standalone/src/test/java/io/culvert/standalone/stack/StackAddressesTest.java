package io.culvert.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackAddressesTest {
  @Test
  void everyAddressIsAShellAssignmentThatNeedsNoQuoting() {
    String shell = StackAddresses.shell(Ports.STANDARD);
    assertThat(shell.lines()).allMatch(line -> line.matches("[A-Z_]+=[\\w:/.-]+"));
    assertThat(shell)
        .contains("CONFIG_URL=http://127.0.0.1:8081\n")
        .contains("STATUS_URL=http://127.0.0.1:8083\n")
        .contains("AUTH_URL=http://127.0.0.1:8084\n")
        .contains("KEYCLOAK_URL=http://127.0.0.1:8080\n")
        .contains("KAFKA=127.0.0.1:9092\n")
        .contains("POP_A_GATEWAY=192.0.2.11\n")
        .contains("POP_A_PROBE=10.64.0.1\n")
        .contains("POP_B_GATEWAY=192.0.2.21\n")
        .contains("POP_B_PROBE=10.64.0.2\n")
        .contains("GATEWAY_A_URL=http://127.0.0.1:8085\n")
        .contains("GATEWAY_B_URL=http://127.0.0.1:8086\n")
        .contains("WEB_IP=192.0.2.80\n")
        .contains("WAN_BRIDGE=culvert-wan\n")
        .contains("TENANT=demo\n");
  }
}
