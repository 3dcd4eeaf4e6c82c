package io.culvert.standalone.stack;

import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Wan;
import io.culvert.standalone.net.WebSite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where everything in a running stack is. */
public final class StackAddresses {
  /** The tenant of the stack's users. */
  public static final String TENANT = "demo";

  /** Where users reach the auth-service, from the "internet" and through tunnels. */
  public static final String LOGIN_URL = "https://" + Internet.LOGIN_HOST;

  /** Where they reach the realm that they log in at. */
  public static final String IDENTITY_URL =
      "https://" + Internet.IDENTITY_HOST + "/realms/" + KeycloakServer.REALM;

  private StackAddresses() {}

  /** All of them, as shell assignments, one a line. No value needs quoting. */
  public static String shell(Ports ports) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("CONFIG_URL", configUrl(ports));
    values.put("STATUS_URL", statusUrl(ports));
    values.put("AUTH_URL", authUrl(ports));
    values.put("KEYCLOAK_URL", KeycloakServer.url(ports.keycloak()));
    values.put("REALM_URL", KeycloakServer.realmUrl(ports.keycloak()));
    values.put("KAFKA", "127.0.0.1:" + ports.kafka());
    values.put("POSTGRES", "127.0.0.1:" + ports.postgres());
    values.put("POP_A", Pop.A.name());
    values.put("POP_A_GATEWAY", Pop.A.address());
    values.put("POP_A_PROBE", Pop.A.probe());
    values.put("POP_A_NAMESPACE", Pop.A.namespace().name());
    values.put("GATEWAY_A_URL", local(ports.gatewayA()));
    values.put("POP_B", Pop.B.name());
    values.put("POP_B_GATEWAY", Pop.B.address());
    values.put("POP_B_PROBE", Pop.B.probe());
    values.put("POP_B_NAMESPACE", Pop.B.namespace().name());
    values.put("GATEWAY_B_URL", local(ports.gatewayB()));
    values.put("WEB_IP", WebSite.ADDRESS);
    values.put("WEB_DOMAIN", Internet.DOMAIN);
    values.put("WEB_NAMESPACE", Internet.NAMESPACE.name());
    values.put("LOGIN_URL", LOGIN_URL);
    values.put("IDENTITY_URL", IDENTITY_URL);
    values.put("WAN_BRIDGE", Wan.BRIDGE);
    values.put("WAN_NETWORK", Wan.NETWORK);
    values.put("TENANT", TENANT);
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Where config-service is. */
  public static String configUrl(Ports ports) {
    return local(ports.config());
  }

  /** Where status-service is. */
  public static String statusUrl(Ports ports) {
    return local(ports.status());
  }

  /** Where auth-service is. */
  public static String authUrl(Ports ports) {
    return local(ports.auth());
  }

  /** The address of the OpenID realm. */
  public static String realmUrl(Ports ports) {
    return KeycloakServer.realmUrl(ports.keycloak());
  }

  private static String local(int port) {
    return "http://127.0.0.1:" + port;
  }
}
