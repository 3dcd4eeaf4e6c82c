package io.culvert.steering.category;

import io.culvert.steering.net.HostName;
import java.util.regex.Pattern;

/** What a line of a list of domains says. */
sealed interface ListedName {
  /** A name, and with it all below it; in the form of {@link HostName#canonical}. */
  record Domain(String name) implements ListedName {}

  /** An address: categories are of names. */
  record Address() implements ListedName {}

  /** A page or folder of a site: nothing that could be said of the whole site. */
  record Page() implements ListedName {}

  /** Neither. */
  record Unreadable(String why) implements ListedName {}

  Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://");
  Pattern PORT = Pattern.compile(":\\d{0,5}$");
  Pattern FOUR = Pattern.compile("\\d+(\\.\\d+){3}");

  /** Reads a domain, also with a leading dot or {@code *.}, or a URL. */
  static ListedName read(String text) {
    String rest = SCHEME.matcher(text).replaceFirst("");
    int end = indexOfAny(rest, "/?#");
    if (end < rest.length() - 1) {
      return new Page();
    }
    String host = rest.substring(0, end);
    host = host.substring(host.indexOf('@') + 1);
    if (host.startsWith("[") || host.indexOf(':') != host.lastIndexOf(':')) {
      return new Address();
    }
    host = PORT.matcher(host).replaceFirst("");
    if (host.startsWith("*.")) {
      host = host.substring(1);
    }
    if (host.startsWith(".")) {
      host = host.substring(1);
    }
    if (FOUR.matcher(host).matches()) {
      return new Address();
    }
    String name = HostName.canonical(host);
    if (name == null) {
      return new Unreadable("is no domain name");
    }
    return name.indexOf('.') < 0
        ? new Unreadable("needs at least two labels, such as example.com")
        : new Domain(name);
  }

  private static int indexOfAny(String text, String wanted) {
    for (int i = 0; i < text.length(); i++) {
      if (wanted.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
