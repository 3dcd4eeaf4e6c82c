package io.culvert.bench;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Java process of the benchmark in a namespace, that says in lines how far it has come. */
final class LoadProcess implements AutoCloseable {
  private final StateFolder state;
  private final Child child;

  private LoadProcess(StateFolder state, Child child) {
    this.state = state;
    this.child = child;
  }

  static LoadProcess start(
      StateFolder state, Namespace namespace, String heap, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new LoadProcess(
        state, Child.start(state, main.getSimpleName(), namespace.command(command), Map.of()));
  }

  long pid() {
    return child.pid();
  }

  /** Waits for the line that begins with this word; answers what follows the word. */
  String await(String word, Duration limit) {
    return Await.value(
        child.name() + " does not say " + word, limit, child, () -> line(word + " "));
  }

  private Optional<String> line(String start) {
    try (var lines = Files.lines(state.log(child.name()))) {
      return lines
          .map(line -> line + " ")
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(start.length()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("no log of " + child.name(), e);
    }
  }

  @Override
  public void close() {
    state.ledger().end(child.name());
  }
}
