package io.culvert.auth.api;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser between this service and an identity provider on this machine: it keeps their cookies,
 * goes where they send it, and fills in their forms.
 */
final class Browser {
  private static final Pattern ACTION = Pattern.compile("<form [^>]*action=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

  private final Map<String, Map<String, String>> cookies = new HashMap<>();

  /** Opens an address; answers the page, or the redirect that leads to a third party. */
  Response open(String url) {
    return arrived(ask(url));
  }

  /** Opens an address, and stays there where it is sent on. */
  Response ask(String url) {
    return keepCookies(url, request(url).get(reached(url)));
  }

  /** Sends the only form of a page, with what a user typed. */
  Response submit(Response page, Map<String, String> typed) {
    String url = action(page);
    Map<String, String> sent = fields(page);
    sent.putAll(typed);
    return arrived(keepCookies(url, request(url).formParams(sent).post(reached(url))));
  }

  /** Where the only form of a page is sent. */
  static String action(Response page) {
    Matcher form = ACTION.matcher(page.asString());
    if (!form.find()) {
      throw new AssertionError("no form: " + page.statusCode() + " " + page.asString());
    }
    return form.group(1);
  }

  /** What a form brings along. */
  static Map<String, String> fields(Response page) {
    Map<String, String> fields = new HashMap<>();
    HIDDEN
        .matcher(page.asString())
        .results()
        .forEach(field -> fields.put(field.group(1), field.group(2)));
    return fields;
  }

  private Response keepCookies(String url, Response response) {
    cookies.computeIfAbsent(site(url), _ -> new HashMap<>()).putAll(response.cookies());
    return response;
  }

  private Response arrived(Response response) {
    String location = response.getHeader("Location");
    return location != null && isKnown(location) ? open(location) : response;
  }

  private RequestSpecification request(String url) {
    return given()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(!url.contains("?"))
        .cookies(cookies.getOrDefault(site(url), Map.of()));
  }

  private static boolean isKnown(String url) {
    return site(url).equals(site(SamlWorld.SELF)) || site(url).equals("127.0.0.1");
  }

  private static String site(String url) {
    return String.valueOf(URI.create(url).getHost());
  }

  /** This service believes to be at an address of its own, but listens elsewhere. */
  private static String reached(String url) {
    return url.startsWith(SamlWorld.SELF) ? SamlWorld.path(url) : url;
  }
}
