package io.culvert.operation;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says when the identity provider goes away, or has no such realm, and when it is back. Quarkus
 * would say it with each request, and with a stack trace; that is turned off.
 */
@Startup
@ApplicationScoped
class IdentityProvider {
  private static final Logger LOG = Logger.getLogger(IdentityProvider.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String MEANWHILE = "; until then calls with a token are answered 503";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final @Nullable Watch watch;

  /**
   * Watches it.
   *
   * @param url of the realm; without one, or with a public key of its own, the service asks nobody
   */
  IdentityProvider(
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url,
      @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> publicKey) {
    watch =
        url.isPresent() && publicKey.isEmpty()
            ? Watch.start("identity-provider", look(url.get(), outage(url.get())))
            : null;
  }

  private static Outage outage(String url) {
    return new Outage(LOG::warn, LOG::info, "the identity provider answers at " + url);
  }

  @PreDestroy
  void stop() {
    if (watch != null) {
      watch.close();
    }
  }

  private static BooleanSupplier look(String url, Outage outage) {
    return () -> {
      Optional<String> trouble = trouble(url);
      trouble.ifPresentOrElse(outage::found, outage::over);
      return trouble.isEmpty();
    };
  }

  /** What is wrong with the realm at that address, as a sentence; asks it. */
  static Optional<String> trouble(String url) {
    try {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(url + DISCOVERY).toURL().openConnection();
      call.setConnectTimeout((int) ANSWER.toMillis());
      call.setReadTimeout((int) ANSWER.toMillis());
      call.setInstanceFollowRedirects(false);
      try {
        return refusal(url, call.getResponseCode());
      } finally {
        call.disconnect();
      }
    } catch (IOException e) {
      return Optional.of(
          ("the identity provider does not answer at %s (%s): start it, or set"
                  + " QUARKUS_OIDC_AUTH_SERVER_URL to where it is"
                  + MEANWHILE)
              .formatted(url, e.getMessage()));
    } catch (IllegalArgumentException | ClassCastException e) {
      return Optional.of(
          ("'%s' is no address of an identity provider: set QUARKUS_OIDC_AUTH_SERVER_URL to one"
                  + " such as http://keycloak:8080/realms/culvert"
                  + MEANWHILE)
              .formatted(url));
    }
  }

  private static Optional<String> refusal(String url, int status) {
    return switch (status) {
      case HttpURLConnection.HTTP_OK -> Optional.empty();
      case HttpURLConnection.HTTP_NOT_FOUND ->
          Optional.of(
              ("the identity provider has no realm at %s (404): import"
                      + " deploy/keycloak/culvert-realm.json, or set QUARKUS_OIDC_AUTH_SERVER_URL to"
                      + " the realm there is"
                      + MEANWHILE)
                  .formatted(url));
      default ->
          Optional.of(
              ("the identity provider answers %d at %s: see its log" + MEANWHILE)
                  .formatted(status, url));
    };
  }
}
