package io.culvert.standalone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who must log in, and how, as the user {@code admin} says it over REST. */
public final class AuthenticationApi {
  private final JsonHttp http;
  private final Tokens tokens;
  private final String url;
  private final String locationsUrl;

  /** Of the stack whose auth-service is at this address. */
  public AuthenticationApi(JsonHttp http, Tokens tokens, String authUrl) {
    this.http = http;
    this.tokens = tokens;
    this.url = authUrl + "/api/v2/authentication";
    this.locationsUrl = authUrl + "/api/v2/network-locations";
  }

  /**
   * From now on users must log in at this identity provider.
   *
   * @param metadata of the identity provider; XML
   * @param groupAttribute the attribute with a user's groups
   */
  public void requireLogin(String metadata, String groupAttribute) {
    String accounts = url + "/saml-accounts";
    long id =
        http.xml(accounts + "/import-metadata?name=Keycloak", token(), metadata)
            .require("importing the metadata of the identity provider")
            .body()
            .path("result")
            .path("id")
            .asLong();
    ObjectNode account = (ObjectNode) send("GET", "/saml-accounts/" + id, null).path("result");
    account.remove(List.of("id", "certificate", "certificates"));
    send("PUT", "/saml-accounts/" + id, account.put("groupAttribute", groupAttribute));
    put("", Map.of("enabled", true, "account", id, "organisation", "Demo Ltd"));
  }

  /** Nobody must log in, and nothing is bypassed. */
  public void lift() {
    put("/bypass/networks", Map.of("networks", List.of()));
    put("/bypass/domains", Map.of("domains", List.of()));
    put("/bypass/categories", Map.of("categories", List.of()));
    put("", Map.of("enabled", false));
  }

  /** Replaces a part of the settings. */
  public void put(String path, Map<String, Object> body) {
    send("PUT", path, body);
  }

  /**
   * Lets a network, and no other one, pass without a log-in.
   *
   * @param name of its location, which nothing else has
   * @param range an address, range or network
   * @param match {@code user-ip} or {@code egress-ip}
   */
  public void bypass(String name, String range, String match) {
    long location =
        http.send("POST", locationsUrl, token(), Map.of("name", name, "ranges", List.of(range)))
            .require("making the location " + name)
            .body()
            .path("result")
            .path("id")
            .asLong();
    put(
        "/bypass/networks",
        Map.of("networks", List.of(Map.of("location", location, "match", match))));
  }

  /** Who is logged in behind a tunnel. */
  public JsonNode sessions(long tunnel) {
    return send("GET", "/sessions?tunnel=" + tunnel, null).path("result");
  }

  /** Ends a session. */
  public void revoke(JsonNode session) {
    send("DELETE", "/sessions/" + session.path("id").asText(), null);
  }

  private JsonNode send(String method, String path, @Nullable Object body) {
    return http.send(method, url + path, token(), body).require(method + " " + path).body();
  }

  private String token() {
    return tokens.token("admin");
  }
}
