package io.culvert.auth.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.culvert.auth.domain.Certificates;
import io.culvert.contract.AuthChange;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.UnreadableEventException;
import io.culvert.contract.UserSession;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Calls and their effects, for tests. */
final class Calls {
  static final String AUTH = "/api/v2/authentication";
  static final String ACCOUNTS = AUTH + "/saml-accounts";
  static final String BYPASS = AUTH + "/bypass";
  static final String LOCATIONS = "/api/v2/network-locations";

  static final String SESSIONS = AUTH + "/sessions";
  static final String IDENTITY = "/api/v2/client/identity";

  private Calls() {}

  /** A gateway says that a user has logged in, so many seconds ago; known when this returns. */
  static UserSession logIn(String tenant, long tunnel, String ip, String user, int age) {
    Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(age);
    UserSession session =
        new UserSession(
            tenant, tunnel, ip, user, List.of("staff"), "saml", since, since.plusSeconds(3600));
    Backing.publish(Topic.USER_SESSIONS, session.key(), session);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                as("viewer", tenant)
                    .get(SESSIONS + "?ip=" + ip + "&tunnel=" + tunnel)
                    .then()
                    .statusCode(200)
                    .body("result.user", equalTo(List.of(user))));
    return session;
  }

  /** The keys of a tenant's sessions that were revoked. */
  static Set<String> tombstones(String tenant) {
    return records(Topic.USER_SESSIONS).stream()
        .filter(record -> record.value() == null && record.key().startsWith(tenant + "/"))
        .map(ConsumerRecord::key)
        .collect(Collectors.toSet());
  }

  static int createLocation(String tenant, String name, String ranges) {
    return as("admin", tenant)
        .body(Map.of("name", name, "ranges", List.of(ranges)))
        .post(LOCATIONS)
        .then()
        .statusCode(201)
        .body("status", is(201))
        .extract()
        .path("result.id");
  }

  static int createAccount(String tenant, String name) {
    return as("admin", tenant)
        .body(account(name))
        .post(ACCOUNTS)
        .then()
        .statusCode(201)
        .extract()
        .path("result.id");
  }

  static Map<String, Object> account(String name) {
    return Map.of(
        "name",
        name,
        "idpUrl",
        "https://idp.example.com/sso",
        "idpEntityId",
        "https://idp.example.com",
        "idpCertificate",
        Certificates.idp());
  }

  static AuthChange awaitEvent(String tenant, long version) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> eventsOf(tenant),
            events -> !events.isEmpty() && events.getLast().version() == version)
        .getLast();
  }

  static List<AuthChange> eventsOf(String tenant) throws UnreadableEventException {
    List<AuthChange> events = new ArrayList<>();
    for (ConsumerRecord<String, String> record : records(Topic.AUTH_CHANGES)) {
      if (record.key().equals(tenant)) {
        events.add(
            EventJson.read(record.value().getBytes(StandardCharsets.UTF_8), AuthChange.class));
      }
    }
    return events;
  }

  static List<ConsumerRecord<String, String>> records(Topic topic) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer = Backing.kafka().consumer(topic)) {
      var ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(at -> consumer.position(at.getKey()) < at.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  static RequestSpecification as(String role, @Nullable String tenant) {
    return with(
        Jwt.subject("someone").claim("realm_access", Map.of("roles", Set.of(role))), tenant);
  }

  static RequestSpecification with(JwtClaimsBuilder claims, @Nullable String tenant) {
    claims.expiresIn(Duration.ofMinutes(10));
    if (tenant != null) {
      claims.claim("tenant", tenant);
    }
    return given().contentType(ContentType.JSON).auth().oauth2(claims.sign(signingKey()));
  }

  private static PrivateKey signingKey() {
    try {
      String key = ConfigProvider.getConfig().getValue("test.signing-key", String.class);
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
