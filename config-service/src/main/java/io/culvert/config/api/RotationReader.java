package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.app.PskOrder;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.Violations;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a rotation: {@code psk} unless one is to be made, and {@code grace} as ISO 8601
 * has durations.
 */
final class RotationReader {
  private static final int GRACE_LENGTH = 32;

  private final Violations violations = new Violations();
  private final JsonFields fields;

  private RotationReader(ObjectNode json) {
    this.fields = new JsonFields(json, violations);
  }

  static PskOrder read(ObjectNode json) {
    return new RotationReader(json).read();
  }

  /** The grace of a rotation to a key that is made here. */
  static Duration readGrace(ObjectNode json) {
    RotationReader reader = new RotationReader(json);
    if (reader.fields.sent("psk")) {
      reader.fields.wrong("psk", "is made here; send it to psk/rotate instead");
    }
    Duration grace = reader.grace();
    reader.violations.throwIfAny();
    return requireNonNull(grace);
  }

  private PskOrder read() {
    Psk psk = PskField.read(fields, true);
    Duration grace = grace();
    violations.throwIfAny();
    return new PskOrder(requireNonNull(psk), requireNonNull(grace));
  }

  private @Nullable Duration grace() {
    String text = fields.text("grace", GRACE_LENGTH);
    if (text == null) {
      return PskOrder.USUAL;
    }
    try {
      Duration grace = Duration.parse(text);
      if (grace.compareTo(PskOrder.LEAST) >= 0 && grace.compareTo(PskOrder.MOST) <= 0) {
        return grace;
      }
    } catch (DateTimeException e) {
      // told below
    }
    fields.wrong("grace", "must be a duration such as P7D or PT12H, from PT1M to P30D");
    return null;
  }
}
