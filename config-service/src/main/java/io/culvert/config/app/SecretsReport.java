package io.culvert.config.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which key-encryption keys the stored values are sealed under.
 *
 * @param keys those that are given or in use, the current one first
 * @param order the last order to seal anew
 * @param remaining values that are not under the current key
 */
public record SecretsReport(List<KeyUse> keys, Optional<ResealOrder> order, long remaining) {
  /**
   * A key.
   *
   * @param id its id; empty stands for values from before keys had ids
   * @param current whether this instance seals under it
   * @param given whether this instance has it
   * @param values how many values of each place are sealed under it
   */
  public record KeyUse(String id, boolean current, boolean given, Map<SealedPlace, Long> values) {
    /** How many values in all. */
    public long total() {
      return values.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
