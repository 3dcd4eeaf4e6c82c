package io.culvert.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes a stack started, one file each, so that another run can end exactly these. A
 * process is known by its id and its start time: ids are used again.
 */
public final class ProcessLedger {
  /** How long a process may take to end by itself before it is killed. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Path folder;

  /** A ledger kept in this folder, which must exist. */
  public ProcessLedger(Path folder) {
    this.folder = folder;
  }

  /** Notes a running process under a name. */
  public void record(String name, long pid) {
    try {
      Files.writeString(folder.resolve(name), pid + " " + startTicks(pid).orElse(0L) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note process " + name, e);
    }
  }

  /** Forgets a name. */
  public void forget(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot forget process " + name, e);
    }
  }

  /** The process noted under this name, if it still runs and is still the same one. */
  public Optional<ProcessHandle> find(String name) {
    try {
      String[] parts = Files.readString(folder.resolve(name)).strip().split(" ", 2);
      if (parts.length != 2 || !parts[0].matches("\\d{1,10}")) {
        return Optional.empty();
      }
      long pid = Long.parseLong(parts[0]);
      boolean same = startTicks(pid).map(ticks -> parts[1].equals(ticks.toString())).orElse(false);
      return same ? ProcessHandle.of(pid) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the note of process " + name, e);
    }
  }

  /** Every noted name, sorted. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    names.sort(null);
    return names;
  }

  /** Ends the process of this name, gently first, and forgets it. */
  public void end(String name) {
    find(name).ifPresent(ProcessLedger::end);
    forget(name);
  }

  /** Ends every noted process: all are asked first, so that they go down side by side. */
  public void endAll() {
    List<String> names = names();
    names.forEach(name -> find(name).ifPresent(ProcessHandle::destroy));
    names.forEach(this::end);
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      process.destroyForcibly();
    }
  }

  /** When a process started, in clock ticks since boot: field 22 of proc_pid_stat(5). */
  private static Optional<Long> startTicks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is the name in parentheses and may itself hold spaces and parentheses.
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean zombie = rest[0].equals("Z");
      return zombie ? Optional.empty() : Optional.of(Long.parseLong(rest[19]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
