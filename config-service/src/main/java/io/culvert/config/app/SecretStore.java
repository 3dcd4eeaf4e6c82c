package io.culvert.config.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The sealed values of the database, wherever they are. Its calls block. */
public interface SecretStore {
  /**
   * A sealed value.
   *
   * @param row the id of its row, as text
   * @param sealed the value
   */
  record Sealed(String row, String sealed) {
    @Override
    public String toString() {
      return "Sealed[" + row + ", ***]";
    }
  }

  /** The key of the service that has that name, sealed. */
  Optional<String> serviceKey(String name);

  /** Keeps a key unless there is one; answers with the one that is kept. */
  String keepServiceKey(String name, String sealed);

  /** How many values of a place are sealed under which key; {@code ""} where they name none. */
  Map<String, Long> counts(SealedPlace place);

  /** Some value of a place that is sealed under that key, or names none where that is empty. */
  Optional<Sealed> sample(SealedPlace place, String keyId);

  /**
   * Rewrites values of a place that are sealed under another key, in one transaction; those that
   * somebody else is at work on are left out.
   *
   * @param after the row after which to begin
   * @param change what is to be written; the value itself where it is to stay
   * @return the rows looked at, in order; empty when there are no more
   */
  List<String> rewrite(
      SealedPlace place, String keyId, String after, int limit, Function<Sealed, String> change);

  /** The last order to seal anew. */
  Optional<ResealOrder> order();

  /** Orders everything to be sealed anew; takes the place of the order before. */
  void putOrder(String keyId, Instant now);

  /** Notes that an order is carried out. */
  void finish(ResealOrder order, Instant now);
}
