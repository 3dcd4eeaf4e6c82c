package io.culvert.gateway.app.steering;

import io.culvert.gateway.app.steering.SteeredHost.Look;
import io.culvert.gateway.core.steer.PageReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user reads in place of the page she asked for. */
public final class Pages {
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final String GREY = "#3c4650";

  private final String template;

  /** Reads the template, which is beside this class. */
  public Pages() {
    try (InputStream in =
        Objects.requireNonNull(Pages.class.getResourceAsStream("page.html"), "page.html")) {
      this.template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A whole page.
   *
   * @param code what a user can tell whom she asks for help
   */
  String html(PageReason reason, Look look, String code) {
    return fill(
        look.organisation(),
        COLOUR.matcher(look.colour()).matches() ? look.colour() : GREY,
        title(reason),
        text(reason),
        code);
  }

  private String fill(String organisation, String colour, String title, String text, String code) {
    // In one pass, so that nothing put in is taken for a place to put something else in.
    return Pattern.compile("\\{(\\w+)}")
        .matcher(template)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    escaped(
                        switch (place.group(1)) {
                          case "organisation" -> organisation;
                          case "colour" -> colour;
                          case "title" -> title;
                          case "text" -> text;
                          case "code" -> code;
                          default -> throw new IllegalStateException(place.group());
                        })));
  }

  /** In one line; programs are told the same. */
  static String title(PageReason reason) {
    return switch (reason) {
      case LOGIN_AWAY -> "Logging in is not possible at the moment";
      case GRANT_REFUSED -> "Your log-in was not accepted here";
      case SUSPENDED -> "Please wait a few minutes";
      case UNRESOLVED -> "This site was not found";
      case UNREACHABLE -> "This site does not answer";
    };
  }

  private static String text(PageReason reason) {
    return switch (reason) {
      case LOGIN_AWAY ->
          "You have to log in before you can use this network, and the log-in does not answer."
              + " Nothing is wrong with your device. Please try again in a minute.";
      case GRANT_REFUSED ->
          "It was for another device, was used before, or took too long. Open the page you wanted"
              + " again to log in anew.";
      case SUSPENDED ->
          "Different users logged in at this address shortly after each other, so it has to wait"
              + " for five minutes. Then open the page again.";
      case UNRESOLVED ->
          "Its name leads to no address that can be reached from here. Please check how it is"
              + " written.";
      case UNREACHABLE ->
          "The network let you pass, but there was no connection to the site. Please try again"
              + " later.";
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
