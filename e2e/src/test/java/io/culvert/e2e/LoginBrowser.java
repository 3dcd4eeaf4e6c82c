package io.culvert.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a log-in at Keycloak takes: cookies, redirects, two forms. */
final class LoginBrowser {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final int MOST_REDIRECTS = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * All hosts are this machine, whose ports share cookies; secure ones too, as browsers do here.
   */
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /**
   * Logs in from the address that a gateway sent the browser to.
   *
   * @return where it is sent in the end: the return host, with a grant
   */
  String logIn(String address, String user, String password) {
    String page = follow(get(address)).body();
    HttpResponse<String> answered =
        follow(post(action(page), Map.of("username", user, "password", password)));
    HttpResponse<String> consumed =
        post(
            action(answered.body()),
            Map.of(
                "SAMLResponse", field(answered.body(), "SAMLResponse"),
                "RelayState", field(answered.body(), "RelayState")));
    return location(get(location(consumed)));
  }

  /** Follows redirects until there is a page. */
  private HttpResponse<String> follow(HttpResponse<String> from) {
    HttpResponse<String> at = from;
    for (int i = 0; at.statusCode() / 100 == 3; i++) {
      if (i == MOST_REDIRECTS) {
        throw new AssertionError("it leads in a circle: " + at.uri());
      }
      at = get(location(at));
    }
    return at;
  }

  private HttpResponse<String> get(String address) {
    return send(HttpRequest.newBuilder(URI.create(address)).GET());
  }

  private HttpResponse<String> post(String address, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      if (!cookies.isEmpty()) {
        request.header("Cookie", String.join("; ", cookies.values()));
      }
      HttpResponse<String> response =
          client.send(
              request.timeout(LIMIT).header("Accept", "text/html").build(),
              HttpResponse.BodyHandlers.ofString());
      for (String set : response.headers().allValues("Set-Cookie")) {
        String pair = set.split(";", 2)[0];
        cookies.put(pair.split("=", 2)[0], pair);
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String location(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Location")
        .orElseThrow(
            () -> new AssertionError(response.statusCode() + " no redirect: " + response.body()));
  }

  private static String action(String page) {
    return find(page, ACTION);
  }

  private static String field(String page, String name) {
    return find(
        page, Pattern.compile("(?i)name=\"" + name + "\"[^>]*value=\"([^\"]*)\"", Pattern.DOTALL));
  }

  private static String find(String page, Pattern pattern) {
    Matcher found = pattern.matcher(page);
    if (!found.find()) {
      throw new AssertionError("not found: " + pattern + " in " + page);
    }
    return found.group(1).replace("&amp;", "&");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
