package io.culvert.standalone.stack;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.backing.PostgresServer;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.state.StateFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How each service is run and configured in this stack. */
final class Services {
  /** The services with a database, which has the service's name. */
  static final List<String> DATABASES = List.of("config", "status", "auth");

  // A service that starts soon matters more here than one that is fast in the long run.
  private static final List<String> SMALL =
      List.of("-Xms32m", "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final List<String> FAST = List.of("-Xms64m", "-Xmx384m");

  private final Checkout checkout;
  private final StateFolder state;
  private final Ports ports;
  private final Map<Pop, Map<String, String>> gatewaySettings;

  Services(
      Checkout checkout,
      StateFolder state,
      Ports ports,
      Map<Pop, Map<String, String>> gatewaySettings) {
    this.gatewaySettings = gatewaySettings;
    this.checkout = checkout;
    this.state = state;
    this.ports = ports;
  }

  JavaService config() {
    state.key("config-kek");
    Map<String, String> settings = database("config");
    settings.put("culvert.config.kek-file", state.secretFile("config-kek").toString());
    settings.put("culvert.config.demo-tenant", "true");
    settings.put("culvert.config.example-catalogue", "true");
    return new JavaService(
        "config-service", checkout.service("config-service"), null, ports.config(), FAST, settings);
  }

  JavaService status() {
    Map<String, String> settings = database("status");
    settings.put("quarkus.kafka-streams.bootstrap-servers", bootstrap());
    settings.put("kafka-streams.state.dir", state.folder("data/status-streams").toString());
    return service("status-service", ports.status(), settings);
  }

  JavaService auth() {
    Map<String, String> settings = database("auth");
    settings.put("culvert.auth.url", StackAddresses.LOGIN_URL);
    settings.put("culvert.auth.return-host", Internet.RETURN_HOST);
    settings.put("culvert.auth.login-key-file", state.secretFile("login-key.json").toString());
    settings.put("culvert.auth.saml-key-file", state.secretFile("saml-key.pem").toString());
    return service("auth-service", ports.auth(), settings);
  }

  JavaService gateway(Pop pop) {
    popKey(pop);
    Map<String, String> settings = common();
    settings.put("culvert.gateway.id", pop.gateway());
    settings.put("culvert.gateway.pop", pop.name());
    settings.put("culvert.gateway.address", pop.address());
    settings.put("culvert.gateway.pop-key-file", state.secretFile(keyName(pop)).toString());
    settings.put("culvert.gateway.state-dir", state.folder("data/" + pop.gateway()).toString());
    settings.putAll(gatewaySettings.getOrDefault(pop, Map.of()));
    return new JavaService(
        "gateway-" + pop.name(),
        checkout.service("gateway-service"),
        pop.namespace(),
        port(pop),
        FAST,
        settings);
  }

  /** A POP's public key, for sealing secrets to it; the pair is made on first use. */
  String popKey(Pop pop) {
    String json =
        state.secret(
            keyName(pop),
            () -> new String(EventJson.write(PskSeal.generate()), StandardCharsets.UTF_8));
    try {
      return EventJson.read(json.getBytes(StandardCharsets.UTF_8), PskSeal.KeyPair.class)
          .publicKey();
    } catch (io.culvert.contract.UnreadableEventException e) {
      throw new IllegalStateException("the key file of " + pop.name() + " cannot be read", e);
    }
  }

  /** The port of a POP's operator REST. */
  int port(Pop pop) {
    return pop.equals(Pop.A) ? ports.gatewayA() : ports.gatewayB();
  }

  private JavaService service(String name, int port, Map<String, String> settings) {
    return new JavaService(name, checkout.service(name), null, port, SMALL, settings);
  }

  private Map<String, String> common() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kafka.bootstrap.servers", bootstrap());
    settings.put("quarkus.oidc.auth-server-url", KeycloakServer.realmUrl(ports.keycloak()));
    // All parts start side by side: whoever needs Keycloak asks it at the first request.
    settings.put("quarkus.oidc.connection-delay", "0S");
    return settings;
  }

  private Map<String, String> database(String name) {
    Map<String, String> settings = common();
    String url = "postgresql://127.0.0.1:" + ports.postgres() + "/" + name;
    settings.put("quarkus.datasource.username", PostgresServer.USER);
    settings.put("quarkus.datasource.reactive.url", url);
    settings.put("quarkus.datasource.jdbc.url", "jdbc:" + url);
    return settings;
  }

  private String bootstrap() {
    return "127.0.0.1:" + ports.kafka();
  }

  private static String keyName(Pop pop) {
    return pop.name() + "-key.json";
  }
}
