package io.culvert.operation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells once that something is amiss and once that it is mended, however often it is found so. For
 * use by any threads.
 */
public final class Outage {
  private final Consumer<String> warn;
  private final Consumer<String> info;
  private final String mended;
  private @Nullable String told;

  /**
   * Nothing is amiss yet.
   *
   * @param warn where it is told that something is
   * @param info where it is told that nothing is any more
   * @param mended what is told then
   */
  public Outage(Consumer<String> warn, Consumer<String> info, String mended) {
    this.warn = warn;
    this.info = info;
    this.mended = mended;
  }

  /** It is amiss in that way; told if that is news. */
  public synchronized void found(String sentence) {
    if (!sentence.equals(told)) {
      told = sentence;
      warn.accept(sentence);
    }
  }

  /** It is as it should be; told if it was not. */
  public synchronized void over() {
    if (told != null) {
      told = null;
      info.accept(mended);
    }
  }
}
