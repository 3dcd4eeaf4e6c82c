package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.SteeringDesk;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds whether the auth-services answer that users are sent to. One that does
 * not three times in a row counts as away, until it answers once.
 */
public final class LoginWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LoginWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MISSES = 3;
  private static final int SERVER_ERROR = 500;

  private final SteeringDesk desk;
  private final Predicate<String> answers;
  private final CountDownLatch stop = new CountDownLatch(1);
  private Map<String, Integer> misses = new HashMap<>();
  private Set<String> away = Set.of();

  /**
   * A watch that has not begun.
   *
   * @param answers whether the auth-service of that address does
   */
  LoginWatch(SteeringDesk desk, Predicate<String> answers) {
    this.desk = desk;
    this.answers = answers;
  }

  /** Starts watching. */
  public static LoginWatch start(SteeringDesk desk) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .sslContext(anyCertificate())
            .build();
    LoginWatch watch = new LoginWatch(desk, url -> answers(client, url));
    Thread.ofPlatform().daemon().name("login-watch").start(watch::run);
    return watch;
  }

  /**
   * Only whether there is an answer matters: nothing secret is sent, and nothing that is answered
   * is believed. Browsers may trust an authority that this machine does not know, and behind a
   * proxy that still completes the handshake the service may be away.
   */
  private static SSLContext anyCertificate() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  private void run() {
    try {
      while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        round();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }

  /** Asks each once. */
  void round() {
    Map<String, Integer> now = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (String url : desk.loginUrls()) {
      int missed = answers.test(url) ? 0 : misses.getOrDefault(url, 0) + 1;
      now.put(url, missed);
      if (missed >= MISSES) {
        gone.add(url);
      }
    }
    misses = now;
    if (!gone.equals(away)) {
      LOG.warnf("auth-services that do not answer: %s", gone);
      away = Set.copyOf(gone);
      desk.away(away);
    }
  }

  /** A handshake that fails is no reason to send nobody there: browsers may manage it. */
  private static boolean answers(HttpClient client, String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/saml/metadata")).timeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
          < SERVER_ERROR;
    } catch (SSLException e) {
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
