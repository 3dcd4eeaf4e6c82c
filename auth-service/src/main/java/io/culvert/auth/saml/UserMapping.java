package io.culvert.auth.saml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of an assertion become the user and her groups.
 *
 * @param userIdField the attribute that names the user; null means the subject's name
 * @param groupAttribute the attribute whose values are her groups; null means she has none
 */
public record UserMapping(@Nullable String userIdField, @Nullable String groupAttribute) {
  private static final int MAX_LENGTH = 256;
  private static final int MAX_GROUPS = 100;

  /** A user and her groups. */
  public record Mapped(String user, List<String> groups) {
    public Mapped {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Maps what an assertion says.
   *
   * @throws SamlRefusedException when the attribute is absent, has several values, or one that is
   *     no name: empty, over 256 characters, with control characters
   */
  public Mapped map(SamlUser from) throws SamlRefusedException {
    List<String> names =
        userIdField == null
            ? List.of(from.nameId())
            : from.attributes().getOrDefault(userIdField, List.of());
    if (names.size() != 1 || !isName(names.getFirst())) {
      throw new SamlRefusedException(SamlRefusal.USER_ID);
    }
    List<String> groups =
        groupAttribute == null
            ? List.of()
            : from.attributes().getOrDefault(groupAttribute, List.of()).stream()
                .filter(UserMapping::isName)
                .distinct()
                .limit(MAX_GROUPS)
                .toList();
    return new Mapped(names.getFirst(), groups);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_LENGTH
        && text.codePoints().noneMatch(UserMapping::isInvisible);
  }

  /** Characters that make two names look alike, or one name look like several. */
  private static boolean isInvisible(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED;
  }
}
