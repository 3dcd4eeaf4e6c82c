package io.culvert.standalone.stack;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.net.Wan;
import io.culvert.standalone.state.StateFolder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Ends a stack from outside its process, and removes what one that ended badly left behind. */
public final class StaleRun {
  private static final Duration END_LIMIT = Duration.ofSeconds(40);

  private StaleRun() {}

  /**
   * Makes room for a new stack, or for something else with namespaces of its own: ends what is left
   * of those before.
   *
   * @throws IllegalStateException when another stack is running
   */
  public static void clean(StateFolder state) {
    RuntimeFolder.owner()
        .ifPresent(
            owner -> {
              throw new IllegalStateException(
                  "A stack is running already, with its state in "
                      + owner
                      + ". End it with `./culvert down` in its checkout.");
            });
    RuntimeFolder.lastOwner()
        .filter(Files::isDirectory)
        .filter(owner -> !owner.equals(state.root()))
        .ifPresent(owner -> sweep(new StateFolder(owner)));
    sweep(state);
  }

  /**
   * Ends the stack with this state: its own process first, which cleans up, then what is left.
   *
   * @return whether there was one
   */
  public static boolean end(StateFolder state) {
    boolean ours = RuntimeFolder.lastOwner().filter(state.root()::equals).isPresent();
    Optional<ProcessHandle> process = ours ? RuntimeFolder.ownerProcess() : Optional.empty();
    process.ifPresent(
        running -> {
          running.destroy();
          Await.until("the stack does not end", END_LIMIT, null, () -> !running.isAlive());
        });
    if (ours) {
      sweep(state);
    }
    return process.isPresent();
  }

  /** Ends the processes noted in this folder and deletes the network of the stack. */
  static void sweep(StateFolder state) {
    state.ledger().endAll();
    state.clearEnvironment();
    Namespace.leftovers().forEach(Namespace::close);
    Wan.delete();
  }
}
