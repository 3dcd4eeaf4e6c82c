package io.culvert.auth.app;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.auth.domain.Violations;
import io.culvert.steering.Decision;
import io.culvert.steering.SteeringRules;
import io.culvert.steering.category.CategoryIndex;
import io.culvert.steering.net.IpAddress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a gateway would do, by the rules as they are now: it decides with the same code. */
@ApplicationScoped
public class Simulation {
  private static final int MAX_ADDRESS = 45;

  private final TenantAuthStore store;
  private final LoginAnnouncement login;
  private final CategoryIndex index;

  Simulation(TenantAuthStore store, LoginAnnouncement login, CategoryIndex index) {
    this.store = store;
    this.login = login;
    this.index = index;
  }

  /**
   * What a request is.
   *
   * @param userIp the host's inside address
   * @param egressIp the device's outer address
   * @param to where the request goes
   */
  public record Request(IpAddress userIp, IpAddress egressIp, WebAddress to) {
    /**
     * A request from an input.
     *
     * @throws RefusedException with all that is wrong
     */
    public static Request of(
        @Nullable String userIp, @Nullable String egressIp, @Nullable String url) {
      Violations violations = new Violations();
      Request request =
          new Request(
              address(violations, "userIp", userIp),
              address(violations, "egressIp", egressIp),
              WebAddress.read(violations, "url", url));
      violations.throwIfAny();
      return request;
    }
  }

  /**
   * What would happen.
   *
   * @param decision by which rule
   * @param categories of the host, in alphabetical order
   */
  public record Outcome(Decision decision, List<String> categories) {
    public Outcome {
      categories = List.copyOf(categories);
    }
  }

  /** What would happen to a request of a user that has not logged in. */
  public Uni<Outcome> run(String tenant, Request request) {
    String host = request.to.host();
    List<String> categories =
        host == null ? List.of() : index.categoriesOf(host).stream().sorted().toList();
    return store.read(tenant).map(auth -> new Outcome(decide(auth, request), categories));
  }

  private Decision decide(TenantAuth auth, Request request) {
    return SteeringRules.of(auth.toEvent(login.of(auth)), index)
        .decide(request.userIp, request.egressIp, request.to.host(), request.to.port());
  }

  private static IpAddress address(Violations violations, String field, @Nullable String text) {
    String given = violations.required(field, text, MAX_ADDRESS);
    IpAddress address = IpAddress.parse(given);
    if (address == null && !given.isEmpty()) {
      violations.add(field, "must be one IPv4 or IPv6 address, such as 192.0.2.7");
    }
    return address == null ? IpAddress.of(0) : address;
  }
}
