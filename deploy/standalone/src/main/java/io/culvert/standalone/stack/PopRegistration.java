package io.culvert.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.api.JsonHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells config-service of the POPs, as an operator would. */
final class PopRegistration {
  private final JsonHttp http;
  private final String configUrl;
  private final String token;

  PopRegistration(JsonHttp http, String configUrl, String operatorToken) {
    this.http = http;
    this.configUrl = configUrl;
    this.token = operatorToken;
  }

  /** Creates the POP; one that is there already from an earlier run stays as it is. */
  void register(Pop pop, String publicKey) {
    String pops = configUrl + "/api/v2/pops";
    JsonNode present = http.send("GET", pops, token, null).require("listing POPs").body();
    for (JsonNode entry : present.path("result")) {
      if (entry.path("name").asText().equals(pop.name())) {
        return;
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", pop.name());
    body.put("region", pop.region());
    body.put("location", pop.location());
    body.put("latitude", pop.latitude());
    body.put("longitude", pop.longitude());
    body.put("gateways", List.of(pop.address()));
    body.put("probe", pop.probe());
    body.put("acceptingTunnels", true);
    body.put("releaseDeploymentDay", pop.releaseDay());
    body.put("publicKey", publicKey);
    http.send("POST", pops, token, body).require("creating " + pop.name());
  }
}
