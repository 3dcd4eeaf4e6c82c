package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.login.Logins;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What passes without a log-in under each kind of bypass rule: HTTP, HTTPS, and everything else. A
 * name can only be seen where a proxy looks, so names bypass the web ports alone; addresses bypass
 * all.
 */
@UsersLogIn
class BypassIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String NAMED = "updates." + Internet.DOMAIN;

  /** Of the category "Software updates", of those that are built in. */
  private static final String CATEGORISED = "windowsupdate.com";

  private static final String ELSE = "www." + Internet.DOMAIN;

  private final World world;
  private final Logins logins;

  BypassIT(World world) {
    this.world = world;
    this.logins = world.logins();
  }

  @Test
  void namesPassOnTheWebPortsAndAddressesOnAll() {
    Tunnel tunnel =
        world.tunnel("AES256-CBC", Map.of("options", Map.of("xff", Map.of("enable", true))));
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      awaitRefused(device, NAMED);

      logins.settings().put("/bypass/domains", Map.of("domains", List.of("*." + NAMED, NAMED)));
      awaitPasses(device, NAMED);
      requireWebAlone(device, NAMED);
      requireWebAlone(device, "eu." + NAMED);
      requireRefused(device, ELSE);
      assertThat(curl(device, "http://" + NAMED + "/headers"))
          .containsIgnoringCase("X-Forwarded-For: " + Device.NETWORK + ".10");
      logins.settings().put("/bypass/domains", Map.of("domains", List.of()));
      awaitRefused(device, NAMED);

      logins
          .settings()
          .put("/bypass/categories", Map.of("categories", List.of("Software updates")));
      awaitPasses(device, CATEGORISED);
      requireWebAlone(device, CATEGORISED);
      requireRefused(device, ELSE);
      logins.settings().put("/bypass/categories", Map.of("categories", List.of()));
      awaitRefused(device, CATEGORISED);

      logins.settings().bypass("desk " + tunnel.id(), Device.NETWORK + ".10", "user-ip");
      awaitPasses(device, ELSE);
      requireAll(device);
      logins.settings().bypass("site " + tunnel.id(), "198.51.100.1", "egress-ip");
      awaitRefused(device, ELSE);

      logins.settings().bypass("office " + tunnel.id(), device.address(), "egress-ip");
      awaitPasses(device, ELSE);
      requireAll(device);
    }
  }

  private static void awaitPasses(Device device, String name) {
    Await.until("it does not pass", LIMIT, null, () -> passes(device, "http://" + name + "/"));
  }

  private static void awaitRefused(Device device, String name) {
    Await.until("it passes", LIMIT, null, () -> !passes(device, "http://" + name + "/"));
  }

  private static void requireWebAlone(Device device, String name) {
    assertThat(passes(device, "http://" + name + "/")).isTrue();
    assertThat(passes(device, "https://" + name + "/")).isTrue();
    requireElseRefused(device, name);
  }

  private static void requireRefused(Device device, String name) {
    assertThat(passes(device, "http://" + name + "/")).isFalse();
    assertThat(passes(device, "https://" + name + "/")).isFalse();
    requireElseRefused(device, name);
  }

  private static void requireElseRefused(Device device, String name) {
    assertThat(passes(device, "https://" + name + ":" + Internet.OTHER_PORT + "/")).isFalse();
    assertThat(device.pings(WebSite.ADDRESS)).isFalse();
  }

  private static void requireAll(Device device) {
    assertThat(passes(device, "http://" + ELSE + "/")).isTrue();
    assertThat(passes(device, "https://" + ELSE + "/")).isTrue();
    assertThat(passes(device, "https://" + ELSE + ":" + Internet.OTHER_PORT + "/")).isTrue();
    device.requirePing(WebSite.ADDRESS);
  }

  /** Whether the page is the site's, and over HTTPS the certificate that of the internet. */
  private static boolean passes(Device device, String url) {
    String answer = curl(device, url);
    return answer.contains("You are on the internet side")
        && (url.startsWith("http:") || answer.contains(Internet.AUTHORITY));
  }

  /** The page, and who vouches for it; whom curl would believe is no matter here. */
  private static String curl(Device device, String url) {
    return device.user().attempt("curl", "-sk", "-m", "10", "-w", "%{certs}", url).output();
  }
}
