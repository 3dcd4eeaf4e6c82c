package io.culvert.standalone.command;

import io.culvert.standalone.stack.Checkout;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.state.StateFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that start a stack. */
final class StackOptions {
  @Option(
      names = "--keycloak-port",
      defaultValue = "${env:CULVERT_KEYCLOAK_PORT:-8080}",
      description = "Keycloak's port (${DEFAULT-VALUE})")
  private int keycloak;

  @Option(
      names = "--config-port",
      defaultValue = "${env:CULVERT_CONFIG_PORT:-8081}",
      description = "config-service's port (${DEFAULT-VALUE})")
  private int config;

  @Option(
      names = "--status-port",
      defaultValue = "${env:CULVERT_STATUS_PORT:-8083}",
      description = "status-service's port (${DEFAULT-VALUE})")
  private int status;

  @Option(
      names = "--auth-port",
      defaultValue = "${env:CULVERT_AUTH_PORT:-8084}",
      description = "auth-service's port (${DEFAULT-VALUE})")
  private int auth;

  @Option(
      names = "--gateway-a-port",
      defaultValue = "${env:CULVERT_GATEWAY_A_PORT:-8085}",
      description = "port of pop-a's operator REST (${DEFAULT-VALUE})")
  private int gatewayA;

  @Option(
      names = "--gateway-b-port",
      defaultValue = "${env:CULVERT_GATEWAY_B_PORT:-8086}",
      description = "port of pop-b's operator REST (${DEFAULT-VALUE})")
  private int gatewayB;

  @Option(
      names = "--kafka-port",
      defaultValue = "${env:CULVERT_KAFKA_PORT:-9092}",
      description = "Kafka's port (${DEFAULT-VALUE})")
  private int kafka;

  @Option(
      names = "--postgres-port",
      defaultValue = "${env:CULVERT_POSTGRES_PORT:-5433}",
      description = "PostgreSQL's port (${DEFAULT-VALUE})")
  private int postgres;

  /** The chosen ports. */
  Ports ports() {
    return new Ports(keycloak, config, status, auth, gatewayA, gatewayB, kafka, postgres);
  }

  /** The chosen ports as options again, for another process. */
  List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "--keycloak-port=" + keycloak,
            "--config-port=" + config,
            "--status-port=" + status,
            "--auth-port=" + auth,
            "--gateway-a-port=" + gatewayA,
            "--gateway-b-port=" + gatewayB,
            "--kafka-port=" + kafka,
            "--postgres-port=" + postgres));
  }

  /** The checkout, which the script names. */
  static Checkout checkout() {
    @Nullable String root = System.getProperty("culvert.root");
    return Checkout.around(Path.of(root == null ? "" : root));
  }

  /** The state folder: {@code CULVERT_HOME}, else {@code .culvert} in the checkout. */
  static StateFolder state() {
    @Nullable String home = System.getenv("CULVERT_HOME");
    return new StateFolder(
        home == null || home.isBlank() ? checkout().root().resolve(".culvert") : Path.of(home));
  }
}
