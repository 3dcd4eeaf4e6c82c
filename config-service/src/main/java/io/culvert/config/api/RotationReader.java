package io.culvert.config.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.app.PskOrder;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.Violations;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a rotation: {@code psk}, and {@code grace} as ISO 8601 has durations. */
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

  private PskOrder read() {
    Psk psk = psk();
    Duration grace = grace();
    violations.throwIfAny();
    if (psk == null || grace == null) {
      throw new IllegalStateException("a violation was not noted");
    }
    return new PskOrder(psk, grace);
  }

  private @Nullable Psk psk() {
    String text = fields.secret("psk");
    if (text == null) {
      if (!fields.sent("psk") || fields.isNull("psk")) {
        fields.wrong("psk", "is needed");
      }
      return null;
    }
    try {
      return Psk.of(text);
    } catch (IllegalArgumentException e) {
      fields.wrong("psk", String.valueOf(e.getMessage()));
      return null;
    }
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
