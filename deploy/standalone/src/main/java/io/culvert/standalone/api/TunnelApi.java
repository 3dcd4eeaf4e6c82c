package io.culvert.standalone.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tunnels over REST, as the user {@code admin}. */
public final class TunnelApi {
  private static final int NOT_FOUND = 404;
  private static final int PAGE = 100;

  private final JsonHttp http;
  private final Tokens tokens;
  private final String tunnelsUrl;
  private final String statusUrl;

  /** Tunnels of the stack with these addresses. */
  public TunnelApi(JsonHttp http, Tokens tokens, String configUrl, String statusUrl) {
    this.http = http;
    this.tokens = tokens;
    this.tunnelsUrl = configUrl + "/api/v2/steering/ipsec/tunnels";
    this.statusUrl = statusUrl + "/api/v2/status/tunnels";
  }

  /** Creates a tunnel and answers its id. */
  public long create(Map<String, Object> tunnel) {
    return http.send("POST", tunnelsUrl, token(), tunnel)
        .require("creating the tunnel " + tunnel.get("site"))
        .body()
        .path("data")
        .path(0)
        .path("id")
        .asLong();
  }

  /** Changes some fields of a tunnel. */
  public JsonNode patch(long id, Map<String, Object> fields) {
    return http.send("PATCH", tunnelsUrl + "/" + id, token(), fields)
        .require("changing the tunnel " + id)
        .body()
        .path("data")
        .path(0);
  }

  /** Gives a tunnel another key; the present one is accepted for a while. */
  public void rotateKey(long id, String psk) {
    http.send("POST", tunnelsUrl + "/" + id + "/psk/rotate", token(), Map.of("psk", psk))
        .require("rotating the key of " + id);
  }

  /** Ends a rotation: only the present key is accepted. */
  public void retireKey(long id) {
    http.send("POST", tunnelsUrl + "/" + id + "/psk/retire", token(), null)
        .require("retiring the former key of " + id);
  }

  /** A tunnel as the configuration of a device with that network behind it. */
  public String deviceConfig(long id, String vendor, String network) {
    String query = "/device-config?vendor=" + vendor + "&network=" + network;
    return http.send("GET", tunnelsUrl + "/" + id + query, token(), null)
        .require("reading the configuration for the device of " + id)
        .body()
        .asText();
  }

  /** Deletes a tunnel. */
  public void delete(long id) {
    http.send("DELETE", tunnelsUrl + "/" + id, token(), null).require("deleting " + id);
  }

  /** Deletes the tunnel of this name, if there is one. */
  public void deleteBySite(String site) {
    JsonNode found =
        http.send("GET", tunnelsUrl + "?site=" + site, token(), null)
            .require("listing tunnels")
            .body();
    for (JsonNode tunnel : found.path("result")) {
      if (tunnel.path("site").asText().equals(site)) {
        delete(tunnel.path("id").asLong());
      }
    }
  }

  /** All tunnels whose name has this in it, by id. */
  public Map<Long, JsonNode> all(String site) {
    Map<Long, JsonNode> found = new HashMap<>();
    for (int offset = 0, total = 1; offset < total; offset += PAGE) {
      JsonNode page =
          http.send("GET", tunnelsUrl + "?site=" + site + "&offset=" + offset, token(), null)
              .require("listing tunnels")
              .body();
      total = page.path("total").asInt();
      page.path("result").forEach(tunnel -> found.put(tunnel.path("id").asLong(), tunnel));
    }
    return found;
  }

  /** A tunnel as config-service shows it. */
  public JsonNode get(long id) {
    return http.send("GET", tunnelsUrl + "/" + id, token(), null)
        .require("reading the tunnel " + id)
        .body()
        .path("result")
        .path(0);
  }

  /** A tunnel as status-service shows it; empty while it does not know it. */
  public Optional<JsonNode> status(long id) {
    JsonHttp.Answer answer = http.send("GET", statusUrl + "/" + id, token(), null);
    return answer.status() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(answer.require("reading the status of " + id).body().path("result").path(0));
  }

  private String token() {
    return tokens.token("admin");
  }
}
