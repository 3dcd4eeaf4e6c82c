package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.culvert.contract.AuthChange;
import io.culvert.contract.AuthChange.BypassNetwork.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenantAuthTest {
  private final TenantAuth empty = TenantAuth.initial("acme");

  @Test
  void aTenantThatSetNothingMustNotLogIn() {
    assertThat(empty.toEvent(null))
        .isEqualTo(
            new AuthChange(
                "acme",
                0,
                false,
                28_800,
                0,
                List.of(80, 443),
                List.of(),
                List.of(),
                List.of(),
                null));
  }

  @Test
  void theEventCarriesTheRangesOfTheLocationsItBypasses() {
    TenantAuth auth =
        empty
            .add(location("office", "203.0.113.0/24"))
            .add(location("printers", "10.0.0.1"))
            .with(
                Bypass.NOTHING
                    .withDomains(List.of("example.com"))
                    .withCategories(List.of("Health"))
                    .withNetworks(List.of(new BypassNetwork(2, Match.USER_IP))))
            .next();
    assertThat(auth.toEvent(null).version()).isEqualTo(1);
    assertThat(auth.toEvent(null).bypassDomains()).containsExactly("example.com");
    assertThat(auth.toEvent(null).bypassCategories()).containsExactly("Health");
    assertThat(auth.toEvent(null).bypassNetworks())
        .containsExactly(
            new AuthChange.BypassNetwork("printers", Match.USER_IP, List.of("10.0.0.1")));
  }

  @Test
  void idsAreNeverGivenTwice() {
    TenantAuth auth =
        empty.add(location("a", "10.0.0.1")).removeLocation(1).add(location("b", "10.0.0.1"));
    assertThat(auth.locations()).extracting(NetworkLocation::id).containsExactly(2L);
  }

  @Test
  void aLocationInUseCannotBeRemoved() {
    TenantAuth auth =
        empty
            .add(location("office", "203.0.113.7"))
            .with(Bypass.NOTHING.withNetworks(List.of(new BypassNetwork(1, Match.EGRESS_IP))));
    assertReason(RefusedException.Reason.CONFLICT, () -> auth.removeLocation(1));
    assertThat(auth.with(Bypass.NOTHING).removeLocation(1).locations()).isEmpty();
  }

  @Test
  void aLocationThatIsNotThereCannotBeBypassed() {
    Bypass bypass = Bypass.NOTHING.withNetworks(List.of(new BypassNetwork(9, Match.USER_IP)));
    assertReason(RefusedException.Reason.INVALID, () -> empty.with(bypass));
  }

  @Test
  void aLocationIsBypassedByUserOrByEgressNeverBoth() {
    assertReason(
        RefusedException.Reason.INVALID,
        () ->
            Bypass.NOTHING.withNetworks(
                List.of(
                    new BypassNetwork(1, Match.USER_IP), new BypassNetwork(1, Match.EGRESS_IP))));
  }

  @Test
  void namesAreTakenWithoutRegardToCase() {
    TenantAuth auth = empty.add(location("Office", "10.0.0.1")).add(location("b", "10.0.0.2"));
    assertReason(RefusedException.Reason.CONFLICT, () -> auth.add(location("OFFICE", "10.0.0.3")));
    assertReason(
        RefusedException.Reason.CONFLICT, () -> auth.replace(2, location("office", "10.0.0.3")));
    assertThat(auth.replace(1, location("OFFICE", "10.0.0.3")).location(1))
        .contains(new NetworkLocation(1, "OFFICE", List.of("10.0.0.3")));
  }

  @Test
  void theAccountUsersLogInWithCannotBeRemoved() {
    TenantAuth auth = empty.add(account("idp"));
    TenantAuth on = auth.with(settings(true, 1L));
    assertReason(RefusedException.Reason.CONFLICT, () -> on.removeAccount(1));
    assertThat(on.with(settings(false, null)).removeAccount(1).accounts()).isEmpty();
  }

  @Test
  void settingsThatNameAnUnknownAccountAreRefused() {
    assertReason(RefusedException.Reason.INVALID, () -> empty.with(settings(true, 5L)));
  }

  @Test
  void logInCannotBeRequiredWithoutAnAccount() {
    assertThatThrownBy(() -> settings(true, null))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::field)
                    .containsExactly("account"));
  }

  @Test
  void everySettingOutsideItsBoundsIsTold() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                AuthSettings.of(
                    null,
                    "OIDC",
                    null,
                    3599L,
                    -1L,
                    List.of(80, 0, 65_536),
                    null,
                    "x".repeat(101),
                    "blue"));
    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactly(
            "enabled",
            "type",
            "sessionLifetimeSeconds",
            "idleTimeoutSeconds",
            "webPorts[1]",
            "webPorts[2]",
            "organisation",
            "colour");
  }

  @Test
  void listsHaveLimits() {
    List<String> many = java.util.Collections.nCopies(2001, "example.com");
    assertReason(RefusedException.Reason.INVALID, () -> Bypass.NOTHING.withDomains(many));
    assertReason(RefusedException.Reason.INVALID, () -> Bypass.NOTHING.withCategories(many));
  }

  @Test
  void allLocationsTogetherFitIntoOneEvent() {
    List<String> thousand =
        java.util.stream.IntStream.range(0, 1000)
            .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
            .toList();
    TenantAuth auth = empty;
    for (int i = 0; i < 10; i++) {
      auth = auth.add(NetworkLocation.of("n" + i, thousand));
    }
    TenantAuth full = auth;
    assertReason(RefusedException.Reason.INVALID, () -> full.add(location("more", "10.1.0.0")));
  }

  @Test
  void categoriesAreReadEachOnce() {
    assertThat(Categories.read("categories", List.of("Health, News & Media", "health")))
        .containsExactly("Health", "News & Media");
    assertReason(
        RefusedException.Reason.INVALID,
        () -> Categories.read("categories", List.of("Health,,<script>")));
  }

  private static AuthSettings settings(boolean enabled, @Nullable Long account) {
    return AuthSettings.of(enabled, null, account, null, null, null, null, null, null);
  }

  private static NetworkLocation location(String name, String range) {
    return NetworkLocation.of(name, List.of(range));
  }

  private static SamlAccount account(String name) {
    return new SamlAccount(
        0,
        name,
        "https://idp.example.com",
        "urn:idp",
        "pem",
        null,
        null,
        SamlAccount.Binding.REDIRECT,
        null);
  }

  private static void assertReason(
      RefusedException.Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThat(catchThrowableOfType(RefusedException.class, call).reason()).isEqualTo(reason);
  }
}
