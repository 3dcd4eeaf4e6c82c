package io.culvert.standalone.command;

import io.culvert.standalone.state.StateFolder;

/**
 * The addresses a running stack wrote down.
 *
 * @param text as shell assignments
 */
record StackEnvironment(String text) {
  /**
   * Reads those of this checkout's stack.
   *
   * @throws IllegalStateException when none is running
   */
  static StackEnvironment read() {
    StateFolder state = StackOptions.state();
    return state
        .environment()
        .map(StackEnvironment::new)
        .orElseThrow(
            () -> new IllegalStateException("No stack is running. Start one: ./culvert up"));
  }

  /** One value. */
  String get(String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the stack did not note " + name));
  }
}
