package io.culvert.config.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields in which a thing changed, by the names of the REST contract.
 *
 * @param before as they were; a field that was not set is absent
 * @param after as they are; a field that is not set is absent
 */
public record Difference(Map<String, Object> before, Map<String, Object> after) {
  /** What stands for a secret that was set or changed. */
  public static final String SECRET = "changed";

  public Difference {
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
  }

  /** From one state to another; the empty one is that of a thing that does not exist. */
  public static Difference between(Map<String, Object> before, Map<String, Object> after) {
    return new Difference(without(before, after), without(after, before));
  }

  private static Map<String, Object> without(Map<String, Object> fields, Map<String, Object> same) {
    Map<String, Object> rest = new LinkedHashMap<>(fields);
    rest.entrySet().removeIf(field -> field.getValue().equals(same.get(field.getKey())));
    return rest;
  }

  /** The same, and a secret that was set or changed. */
  Difference withSecret(String name) {
    Map<String, Object> more = new LinkedHashMap<>(after);
    more.put(name, SECRET);
    return new Difference(before, more);
  }
}
