package io.culvert.auth.app;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violations;
import io.culvert.steering.category.CategoryIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The web categories a rule can name. */
@ApplicationScoped
public class KnownCategories {
  private final CategoryIndex index;

  KnownCategories(CategoryIndex index) {
    this.index = index;
  }

  /** Those with this text in them, without regard to case, in alphabetical order. */
  public List<String> search(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return index.names().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /**
   * These categories as they are spelled here. Where no categories are known at all, which is so
   * while their file cannot be read, any is as good as another.
   *
   * @throws RefusedException with every one that is not known: a rule for it would bypass nothing
   */
  public List<String> spelled(String field, List<String> names) {
    if (index.names().isEmpty()) {
      return names;
    }
    Violations violations = new Violations();
    List<String> spelled = new ArrayList<>();
    for (String name : names) {
      String known = index.spelled(name);
      if (known == null) {
        violations.add(
            field,
            "'"
                + name
                + "' is no category that is known here;"
                + " GET /api/v2/authentication/categories lists them");
      } else {
        spelled.add(known);
      }
    }
    violations.throwIfAny();
    return spelled;
  }
}
