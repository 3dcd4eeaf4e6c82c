package io.culvert.standalone.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Starts the parts of a stack side by side, as far as one does not need another. */
final class SideBySide {
  private SideBySide() {}

  /** A part that starts at once. */
  static CompletableFuture<Void> run(Executor executor, Runnable part) {
    return CompletableFuture.runAsync(part, executor);
  }

  /** A part that starts when another is there. */
  static CompletableFuture<Void> after(
      CompletableFuture<Void> first, Executor executor, Runnable part) {
    return first.thenRunAsync(part, executor);
  }

  /** Waits for all, or for the first that fails. */
  static void join(List<CompletableFuture<Void>> parts) {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (CompletableFuture<Void> part : parts) {
      var unused =
          part.whenComplete(
              (done, error) -> {
                if (error != null) {
                  failed.completeExceptionally(error);
                }
              });
    }
    try {
      CompletableFuture.anyOf(
              failed, CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)))
          .join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    }
  }
}
