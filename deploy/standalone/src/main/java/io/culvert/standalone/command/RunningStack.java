package io.culvert.standalone.command;

import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Ports;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.stack.StackAddresses;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A stack held by this process until the process ends, by whatever way. */
final class RunningStack {
  private final Stack stack;
  private final Progress progress;

  private RunningStack(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
  }

  /** Starts a stack; a signal to this process, or its end, takes the stack down. */
  static RunningStack start(StackOptions options, Progress progress) {
    requireRoot();
    StateFolder state = StackOptions.state();
    Stack stack = Stack.prepare(StackOptions.checkout(), state, options.ports(), progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, progress), "culvert-stop"));
    stack.start();
    return new RunningStack(stack, progress);
  }

  /** The stack. */
  Stack stack() {
    return stack;
  }

  /** What a user needs to know to work with it. */
  String summary() {
    Ports ports = stack.ports();
    StringBuilder text = new StringBuilder();
    text.append(String.format("%n  REST        %s/q/openapi%n", StackAddresses.configUrl(ports)));
    text.append(String.format("  status      %s%n", StackAddresses.statusUrl(ports)));
    text.append(String.format("  OpenID      %s%n", StackAddresses.realmUrl(ports)));
    for (Pop pop : Pop.ALL) {
      text.append(
          String.format("  %-11s gateway %s, probe %s%n", pop.name(), pop.address(), pop.probe()));
    }
    text.append(
        String.format(
            "  log-in      users admin, viewer, operator; passwords in %s%n",
            stack.state().secretFile("<user>-password")));
    text.append("  token       ./culvert token admin     addresses: ./culvert env\n");
    return text.toString();
  }

  /** Says that the stack may be used now, and keeps it until the process is ended. */
  void hold() {
    writeReady();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes it down now. */
  void stop() {
    stop(stack, progress);
  }

  /** The file that is there while a detached stack may be used. */
  static Path readyFile(StateFolder state) {
    return state.root().resolve("ready");
  }

  private void writeReady() {
    try {
      Files.writeString(readyFile(stack.state()), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Stack stack, Progress progress) {
    if (!stack.closed()) {
      progress.say("Stopping");
      try {
        Files.deleteIfExists(readyFile(stack.state()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        stack.close();
      }
      progress.say("Everything is stopped and cleaned up");
    }
  }

  private static void requireRoot() {
    if (!System.getProperty("user.name").equals("root")) {
      throw new IllegalStateException(
          "A stack needs root: it makes network namespaces and a TUN device. Try sudo.");
    }
  }
}
