package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSettingsTest {
  private static final long DAYS_180 = 180L * 86_400;

  @Test
  void whatIsAbsentTakesItsDefault() {
    AuthSettings settings = of(null, null, null, null);
    assertThat(settings)
        .isEqualTo(
            new AuthSettings(false, null, 28_800, 0, List.of(80, 443), false, null, "#1f4e79"));
    assertThat(settings).isEqualTo(AuthSettings.INITIAL);
    assertThat(settings.organisation("acme")).isEqualTo("acme");
  }

  @ParameterizedTest
  @CsvSource({"3600, 0", "3600, 60", "3600, 3600", "15552000, 15552000"})
  void durationsAtTheirBoundsAreTaken(long lifetime, long idle) {
    AuthSettings settings = of(lifetime, idle, null, null);
    assertThat(settings.sessionLifetimeSeconds()).isEqualTo(lifetime);
    assertThat(settings.idleTimeoutSeconds()).isEqualTo(idle);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 3599, DAYS_180 + 1, Long.MAX_VALUE})
  void aLifetimeOutsideItsBoundsIsTold(long lifetime) {
    assertThat(violations(lifetime, DAYS_180))
        .containsExactly(
            new Violation(
                "sessionLifetimeSeconds", "must be from 3600 to 15552000 (1 hour to 180 days)"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 59, 7201, Long.MAX_VALUE})
  void anIdleTimeoutOutsideItsBoundsIsTold(long idle) {
    assertThat(violations(7200L, idle))
        .containsExactly(
            new Violation(
                "idleTimeoutSeconds",
                "must be 0 for no limit, or from 60 (1 minute) to 7200, as long as a log-in lasts"));
  }

  @Test
  void pagesCarryTheOrganisationInItsColour() {
    AuthSettings settings = of(null, null, " Acme & Söhne ", "#0A5C36");
    assertThat(settings.organisation("acme")).isEqualTo("Acme & Söhne");
    assertThat(settings.colour()).isEqualTo("#0a5c36");
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "#12345", "#1234567", "123456", "#12345g", "#123456;x:y"})
  void whatIsNoColourIsTold(String colour) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> of(null, null, null, colour));
    assertThat(refused.violations())
        .containsExactly(
            new Violation("colour", "must be # and six hexadecimal digits, such as #1f4e79"));
  }

  @Test
  void aDocumentOfBeforeIsReadWithItsValuesOutsideTodaysBounds() throws Exception {
    String before =
        """
        {"tenant":"acme","version":3,"lastId":0,"settings":{"enabled":false,"account":null,\
        "sessionLifetimeSeconds":60,"idleTimeoutSeconds":2592000,"webPorts":[80]},\
        "accounts":[],"locations":[],"bypass":{"domains":[],"categories":[],"networks":[]}}""";
    TenantAuth read = new ObjectMapper().readValue(before, TenantAuth.class);
    assertThat(read.settings())
        .isEqualTo(
            new AuthSettings(false, null, 60, 2_592_000, List.of(80), false, null, "#1f4e79"));
    assertThat(read.toEvent(null).sessionLifetimeSeconds()).isEqualTo(60);
  }

  private static AuthSettings of(
      @Nullable Long lifetime,
      @Nullable Long idle,
      @Nullable String organisation,
      @Nullable String colour) {
    return AuthSettings.of(false, null, null, lifetime, idle, null, null, organisation, colour);
  }

  private static List<Violation> violations(long lifetime, long idle) {
    return catchThrowableOfType(RefusedException.class, () -> of(lifetime, idle, null, null))
        .violations();
  }
}
