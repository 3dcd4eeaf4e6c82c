package io.culvert.auth.domain;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads bypass domains: exact names, or {@code *.} and a name for all below it. */
public final class Domains {
  private static final int MAX_NAME = 253;
  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern TOP = Pattern.compile("[a-z][a-z0-9-]*[a-z0-9]");
  private static final String WILDCARD = "*.";

  private Domains() {}

  /**
   * The names in ASCII and lower case, each once, in the order given. One element may hold several,
   * separated by commas or white space.
   *
   * @throws RefusedException with every element at fault
   */
  public static List<String> read(String field, List<String> elements) {
    Violations violations = new Violations();
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      String at = elements.size() == 1 ? field : field + "[" + i + "]";
      String element = elements.get(i);
      if (element == null || element.isBlank()) {
        violations.add(at, "is empty");
        continue;
      }
      for (String text : SEPARATORS.split(element.strip(), -1)) {
        if (!text.isEmpty()) {
          read(violations, at, text, names);
        }
      }
    }
    violations.throwIfAny();
    return List.copyOf(names);
  }

  private static void read(Violations violations, String field, String text, Set<String> names) {
    boolean wildcard = text.startsWith(WILDCARD);
    String name = ascii(wildcard ? text.substring(WILDCARD.length()) : text);
    String[] labels = name.split("\\.", -1);
    if (name.length() > MAX_NAME || !areLabels(labels)) {
      violations.add(field, shown(text) + " is not a domain name");
    } else if (labels.length < 2) {
      violations.add(field, shown(text) + " needs at least two labels, such as example.com");
    } else if (!TOP.matcher(labels[labels.length - 1]).matches()) {
      violations.add(field, shown(text) + " is not a domain name; addresses are network locations");
    } else {
      names.add(wildcard ? WILDCARD + name : name);
    }
  }

  private static boolean areLabels(String[] labels) {
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /** The name in ASCII; an empty one, which is no name, where it has none. */
  private static String ascii(String name) {
    String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    try {
      return IDN.toASCII(whole).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + "'";
  }
}
