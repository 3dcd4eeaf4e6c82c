package io.culvert.auth.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the names of web categories; one element may hold several, separated by commas. */
public final class Categories {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} &/_.()-]{0,79}");

  private Categories() {}

  /**
   * The names, each once without regard to case, in the order given.
   *
   * @throws RefusedException with every element at fault
   */
  public static List<String> read(String field, List<String> elements) {
    Violations violations = new Violations();
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      String at = elements.size() == 1 ? field : field + "[" + i + "]";
      String element = elements.get(i);
      for (String text : element == null ? new String[] {""} : element.split(",", -1)) {
        String name = text.strip();
        if (!NAME.matcher(name).matches()) {
          violations.add(at, "must be the name of a category, at most 80 letters and digits");
        } else if (seen.add(name.toLowerCase(Locale.ROOT))) {
          names.add(name);
        }
      }
    }
    violations.throwIfAny();
    return List.copyOf(names);
  }
}
