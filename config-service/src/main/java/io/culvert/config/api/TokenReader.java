package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.app.TokenRequest.Expiry;
import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.Scope;
import io.culvert.config.domain.Scope.Access;
import io.culvert.config.domain.Violations;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of one API token over the token as it is: what was not sent keeps its value. */
final class TokenReader {
  private static final int NAME_LENGTH = 100;
  private static final int TEXT_LENGTH = 255;

  private final Violations violations = new Violations();
  private final JsonFields fields;
  private final ApiToken.@Nullable Settings current;
  private final Expiry bounds;

  private TokenReader(ObjectNode json, ApiToken.@Nullable Settings current, Expiry bounds) {
    this.fields = new JsonFields(json, violations);
    this.current = current;
    this.bounds = bounds;
  }

  /**
   * The settings it leads to.
   *
   * @param current null when the token is to be made
   */
  static ApiToken.Settings read(
      ObjectNode json, ApiToken.@Nullable Settings current, Expiry bounds) {
    return new TokenReader(json, current, bounds).read();
  }

  private ApiToken.Settings read() {
    String name = current != null && !fields.sent("name") ? current.name() : name();
    Instant expires = fields.sent("expires") ? expires() : kept();
    List<Scope> scopes = current != null && !fields.sent("scopes") ? current.scopes() : scopes();
    violations.throwIfAny();
    return new ApiToken.Settings(requireNonNull(name), requireNonNull(expires), scopes);
  }

  private Instant kept() {
    return current == null ? bounds.usual() : current.expires();
  }

  private @Nullable String name() {
    if (!fields.sent("name") || fields.isNull("name")) {
      fields.wrong("name", "is needed");
      return null;
    }
    String name = fields.text("name", NAME_LENGTH);
    if (name != null && (name.isBlank() || name.indexOf('\n') >= 0 || name.indexOf('\t') >= 0)) {
      fields.wrong("name", "must be a name on one line");
    }
    return name == null ? null : Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
  }

  private @Nullable Instant expires() {
    String text = fields.text("expires", TEXT_LENGTH);
    if (text == null) {
      if (fields.isNull("expires")) {
        fields.wrong("expires", "must be a time: no token lives for ever");
      }
      return null;
    }
    try {
      Instant expires = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
      if (expires.isAfter(bounds.now()) && !expires.isAfter(bounds.latest())) {
        return expires;
      }
      fields.wrong("expires", "must be in the future and not after " + bounds.latest());
    } catch (DateTimeException e) {
      fields.wrong("expires", "must be a time such as 2027-01-31T12:00:00Z");
    }
    return null;
  }

  private List<Scope> scopes() {
    if (!fields.sent("scopes") || fields.isNull("scopes") || fields.emptyList("scopes")) {
      fields.wrong("scopes", "is needed: what the token may do; known are " + Endpoint.known());
      return List.of();
    }
    List<JsonFields> sent = fields.objects("scopes", Endpoint.values().length);
    List<Scope> scopes = new ArrayList<>();
    Set<Endpoint> before = EnumSet.noneOf(Endpoint.class);
    for (JsonFields one : sent == null ? List.<JsonFields>of() : sent) {
      Endpoint endpoint = endpoint(one);
      Access access = access(one);
      if (endpoint != null && !before.add(endpoint)) {
        one.wrong("endpoint", "is named twice");
      } else if (endpoint != null && access != null) {
        scopes.add(new Scope(endpoint, access));
      }
    }
    return scopes;
  }

  private static @Nullable Endpoint endpoint(JsonFields scope) {
    String path = scope.text("endpoint", TEXT_LENGTH);
    Optional<Endpoint> endpoint = Optional.ofNullable(path).flatMap(Endpoint::of);
    if (endpoint.isEmpty()) {
      scope.wrong("endpoint", "must be one of " + Endpoint.known());
    }
    return endpoint.orElse(null);
  }

  private static @Nullable Access access(JsonFields scope) {
    String label = scope.text("access", TEXT_LENGTH);
    Optional<Access> access =
        Arrays.stream(Access.values()).filter(a -> a.label().equals(label)).findFirst();
    if (access.isEmpty()) {
      scope.wrong("access", "must be read or read+write");
    }
    return access.orElse(null);
  }
}
