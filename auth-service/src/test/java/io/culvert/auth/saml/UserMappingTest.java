package io.culvert.auth.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.auth.saml.UserMapping.Mapped;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserMappingTest {
  @Test
  void theNameIdNamesTheUserUnlessAnotherFieldDoes() throws Exception {
    SamlUser user = user("ada", Map.of("mail", List.of("ada@example.com")));
    assertThat(new UserMapping(null, null).map(user)).isEqualTo(new Mapped("ada", List.of()));
    assertThat(new UserMapping("mail", null).map(user).user()).isEqualTo("ada@example.com");
  }

  @Test
  void aFieldThatIsAbsentOrHasTwoValuesNamesNobody() {
    SamlUser user = user("ada", Map.of("mail", List.of("a@example.com", "b@example.com")));
    assertRefused(new UserMapping("mail", null), user);
    assertRefused(new UserMapping("upn", null), user);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "ada\u0000", "ada\u202Eexe", "a\u200Bda", "a\nb", "a\u2028b"})
  void aNameWithCharactersThatCannotBeSeenIsRefused(String name) {
    assertRefused(new UserMapping(null, null), user(name, Map.of()));
  }

  @Test
  void aNameOf257CharactersIsRefused() throws Exception {
    String longest = "x".repeat(256);
    assertThat(new UserMapping(null, null).map(user(longest, Map.of())).user()).hasSize(256);
    assertRefused(new UserMapping(null, null), user(longest + "x", Map.of()));
  }

  @Test
  void groupsAreTheValuesOfTheirAttributeOnceEachAndAtMostOneHundred() throws Exception {
    List<String> many = IntStream.range(0, 150).mapToObj(i -> "g" + i).toList();
    SamlUser user = user("ada", Map.of("groups", List.of("a", "b", "a", "c\u0007"), "many", many));
    assertThat(new UserMapping(null, "groups").map(user).groups()).containsExactly("a", "b");
    assertThat(new UserMapping(null, "many").map(user).groups()).hasSize(100);
    assertThat(new UserMapping(null, "none").map(user).groups()).isEmpty();
  }

  private static SamlUser user(String name, Map<String, List<String>> attributes) {
    return new SamlUser(new NameId(name, null, null, null), null, null, attributes);
  }

  private static void assertRefused(UserMapping mapping, SamlUser user) {
    assertThatThrownBy(() -> mapping.map(user))
        .isInstanceOfSatisfying(
            SamlRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(SamlRefusal.USER_ID));
  }
}
