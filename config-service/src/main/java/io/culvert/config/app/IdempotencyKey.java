package io.culvert.config.app;

import io.culvert.config.domain.RefusedException;
import java.util.List;
import java.util.Optional;

/** The name a client gives to a request, so as to repeat it without doing it twice. */
public record IdempotencyKey(String value) {
  /** Its header. */
  public static final String HEADER = "Idempotency-Key";

  private static final String FORM = "[\\x21-\\x7e]{1,255}";

  public IdempotencyKey {
    if (!value.matches(FORM)) {
      throw RefusedException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
    }
  }

  /**
   * What the headers say; empty when there is none.
   *
   * @throws RefusedException when it is malformed or there are several
   */
  public static Optional<IdempotencyKey> of(List<String> headers) {
    if (headers.size() > 1) {
      throw RefusedException.invalid(HEADER, "must be sent once");
    }
    return headers.stream().map(IdempotencyKey::new).findFirst();
  }
}
