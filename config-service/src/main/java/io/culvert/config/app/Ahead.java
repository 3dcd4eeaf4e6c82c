package io.culvert.config.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one thing ahead: while it is made by another thread, this one uses what was made before.
 * Things are used in their order and by the calling thread alone.
 */
final class Ahead<T> {
  private final Consumer<T> use;
  private @Nullable CompletableFuture<T> making;

  /** Uses what is made that way. */
  Ahead(Consumer<T> use) {
    this.use = use;
  }

  /** Has the next thing made, and uses the one before. What went wrong with that is thrown. */
  void next(Supplier<T> make) {
    CompletableFuture<T> before = making;
    // Not in the common pool, where any other task that waits would keep this one from beginning.
    making = CompletableFuture.supplyAsync(make, Thread::startVirtualThread);
    use(before);
  }

  /** Uses the last one. */
  void finish() {
    use(making);
    making = null;
  }

  private void use(@Nullable CompletableFuture<T> made) {
    if (made == null) {
      return;
    }
    T thing;
    try {
      thing = made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    use.accept(thing);
  }
}
