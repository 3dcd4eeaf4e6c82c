package io.culvert.auth.saml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verified assertion says of a user.
 *
 * @param subject the user's name at the identity provider
 * @param sessionIndex of the session at the identity provider; null where it has none
 * @param until when that session ends; null where it does not say
 * @param attributes values by the attribute's name, in the order of the document
 */
public record SamlUser(
    NameId subject,
    @Nullable String sessionIndex,
    @Nullable Instant until,
    Map<String, List<String>> attributes) {
  /** The subject's name alone. */
  public String nameId() {
    return subject.value();
  }
}
