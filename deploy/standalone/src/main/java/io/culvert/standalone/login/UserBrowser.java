package io.culvert.standalone.login;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As much of a browser on a user's machine as a log-in takes: redirects, cookies, two forms,
 * certificates. It is curl, in the user's namespace.
 */
public final class UserBrowser implements AutoCloseable {
  private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final Pattern LOCATION = Pattern.compile("(?im)^location: (\\S+)\\s*$");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String WHERE = "\n%{http_code} %{url_effective}";

  private final Namespace user;
  private final Path folder;

  /**
   * What came of opening an address.
   *
   * @param status of the last answer; 0 when there was none
   * @param url where all redirects led to
   * @param body of the last answer
   * @param redirects all of them, in order
   */
  public record Page(int status, String url, String body, List<String> redirects) {}

  /**
   * A browser that has no cookies yet.
   *
   * @param user the namespace of the user's machine
   * @param trusted certificates in PEM of the authorities it trusts
   */
  public UserBrowser(Namespace user, List<String> trusted) {
    this.user = user;
    try {
      this.folder = Files.createTempDirectory("culvert-browser");
      Files.writeString(folder.resolve("trusted.pem"), String.join("\n", trusted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens an address as a browser does, and follows where it is sent. */
  public Page open(String url) {
    return ask(url, null);
  }

  /**
   * Opens an address, and logs in where it is sent to.
   *
   * @return the page that it is on in the end
   * @throws IllegalStateException when it meets no log-in page of Keycloak
   */
  public Page logIn(String url, String name, String password) {
    Page form = open(url);
    Page post = ask(action(form), Map.of("username", name, "password", password));
    return ask(
        action(post),
        Map.of(
            "SAMLResponse", field(post, "SAMLResponse"), "RelayState", field(post, "RelayState")));
  }

  private Page ask(String url, @Nullable Map<String, String> form) {
    Path headers = folder.resolve("headers");
    List<String> command =
        new ArrayList<>(List.of("curl", "-s", "-L", "-m", "30", "-H", "Accept: text/html"));
    command.addAll(List.of("-b", folder.resolve("cookies").toString()));
    command.addAll(List.of("-c", folder.resolve("cookies").toString()));
    command.addAll(List.of("--cacert", folder.resolve("trusted.pem").toString()));
    command.addAll(List.of("-D", headers.toString(), "-w", WHERE, url));
    if (form != null) {
      // Not on the command line, which everybody may read.
      command.addAll(List.of("--data-binary", "@-"));
    }
    String output =
        SystemCommand.attempt(
                user.command(command), form == null ? null : encoded(form), Map.of(), LIMIT)
            .output();
    return page(output, Files.exists(headers) ? read(headers) : "");
  }

  private static Page page(String output, String headers) {
    int end = output.lastIndexOf('\n');
    String[] where = output.substring(end + 1).split(" ", 2);
    List<String> redirects =
        LOCATION.matcher(headers).results().map(found -> found.group(1)).toList();
    return new Page(
        Integer.parseInt(where[0]), where[1], output.substring(0, Math.max(0, end)), redirects);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String action(Page page) {
    return URI.create(page.url()).resolve(find(page, ACTION)).toString();
  }

  private static String field(Page page, String name) {
    return find(
        page, Pattern.compile("(?i)name=\"" + name + "\"[^>]*value=\"([^\"]*)\"", Pattern.DOTALL));
  }

  private static String find(Page page, Pattern pattern) {
    Matcher found = pattern.matcher(page.body());
    if (!found.find()) {
      throw new IllegalStateException(
          "%d %s, and not the form that was looked for".formatted(page.status(), page.url()));
    }
    return found.group(1).replace("&amp;", "&").replace("&#x2F;", "/");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    SystemCommand.attempt(List.of("rm", "-rf", folder.toString()));
  }
}
