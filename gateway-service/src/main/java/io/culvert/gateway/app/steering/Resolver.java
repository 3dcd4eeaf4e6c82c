package io.culvert.gateway.app.steering;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the DNS, as the POP sees it. */
@FunctionalInterface
public interface Resolver {
  /**
   * The IPv4 addresses of a name, now.
   *
   * @param name in lower case without the dot of the root
   * @return none when the name has none or cannot be asked for; it never fails otherwise
   */
  CompletionStage<List<Integer>> resolve(String name);
}
