package io.culvert.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.auth.app.Simulation;
import io.culvert.auth.domain.RefusedException;
import io.culvert.steering.Decision;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/v2/authentication/bypass/simulate}: would this pass? */
@Path("/api/v2/authentication/bypass/simulate")
@RolesAllowed({"viewer", "admin"})
public class SimulationResource {
  private static final String PASS = "pass";
  private static final String BYPASS = "bypass";
  private static final String LOGIN = "login";

  private final Simulation simulation;
  private final Caller caller;

  SimulationResource(Simulation simulation, Caller caller) {
    this.simulation = simulation;
    this.caller = caller;
  }

  /** The user's inside address, the device's outer address, and where the user goes. */
  record RequestDto(@Nullable String userIp, @Nullable String egressIp, @Nullable String url) {}

  /**
   * The rule that decides.
   *
   * @param type {@code authentication-off}, {@code user-ip}, {@code egress-ip}, {@code domain},
   *     {@code category}, {@code login-host}, {@code none} or {@code not-a-web-port}
   * @param value the range, entry, category or port that it was; absent where there is none
   * @param location the network location that the range is of
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RuleDto(String type, @Nullable String value, @Nullable String location) {}

  /**
   * What would happen.
   *
   * @param outcome {@code pass} where nobody has to log in, {@code bypass} where a rule lets this
   *     pass, {@code login} where the user must log in first
   * @param rule that decides it
   * @param explanation the same in words
   * @param categories web categories of the host
   */
  record OutcomeDto(String outcome, RuleDto rule, String explanation, List<String> categories) {}

  /** What would happen to a user that has not logged in. */
  @POST
  @Operation(
      summary = "Would this pass?",
      description =
          "What a gateway would do with a request of a user that has not logged in, and which rule"
              + " decides it. Nothing is changed, and sessions do not count. A URL without a scheme"
              + " is taken as https; its path does not matter.")
  public Uni<Answer<OutcomeDto>> simulate(@Nullable RequestDto body) {
    if (body == null) {
      throw RefusedException.invalid("body", "is empty");
    }
    Simulation.Request request = Simulation.Request.of(body.userIp, body.egressIp, body.url);
    return simulation.run(caller.tenant(), request).map(outcome -> Answer.ok(shown(outcome)));
  }

  private static OutcomeDto shown(Simulation.Outcome outcome) {
    List<String> categories = outcome.categories();
    return switch (outcome.decision()) {
      case Decision.AuthenticationOff() ->
          new OutcomeDto(
              PASS,
              new RuleDto("authentication-off", null, null),
              "Authentication is off, so nobody has to log in.",
              categories);
      case Decision.UserNetwork(String location, String range) ->
          new OutcomeDto(
              BYPASS,
              new RuleDto("user-ip", range, location),
              "The user IP is in %s of the network location '%s', which is bypassed by user IP."
                  .formatted(range, location),
              categories);
      case Decision.EgressNetwork(String location, String range) ->
          new OutcomeDto(
              BYPASS,
              new RuleDto("egress-ip", range, location),
              "The egress IP is in %s of the network location '%s', which is bypassed by egress IP."
                  .formatted(range, location),
              categories);
      case Decision.BypassDomain(String entry) ->
          bypass("domain", entry, "The host is bypassed as the domain %s.", categories);
      case Decision.BypassCategory(String category) ->
          bypass("category", category, "The host is of the bypassed category '%s'.", categories);
      case Decision.LoginHost(String entry) ->
          bypass("login-host", entry, "The host is needed to log in: %s.", categories);
      case Decision.MustLogIn() ->
          new OutcomeDto(
              LOGIN,
              new RuleDto("none", null, null),
              "No rule lets it pass, so the user is sent to log in.",
              categories);
      case Decision.NotAWebPort(int port) ->
          new OutcomeDto(
              LOGIN,
              new RuleDto("not-a-web-port", Integer.toString(port), null),
              "Port %d is no web port: nothing passes there before the user has logged in elsewhere."
                  .formatted(port),
              categories);
    };
  }

  private static OutcomeDto bypass(
      String type, String value, String words, List<String> categories) {
    return new OutcomeDto(
        BYPASS, new RuleDto(type, value, null), words.formatted(value), categories);
  }
}
