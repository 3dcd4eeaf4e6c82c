package io.culvert.standalone.net;

import io.culvert.standalone.state.ProcessLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What exists once on a machine: sockets (a socket's path must be short), and the note which stack
 * owns the namespaces, whose names are fixed.
 */
public final class RuntimeFolder {
  private static final Path ROOT = Path.of("/run/culvert");
  private static final String OWNER = "owner";

  private RuntimeFolder() {}

  /** A path inside; the folder is made where it is not there yet. */
  public static Path path(String name) {
    return folder("").resolve(name);
  }

  /** The state folder of the stack that holds the network now; empty when none does. */
  public static Optional<Path> owner() {
    return ownerProcess().isPresent() ? lastOwner() : Optional.empty();
  }

  /** The process that holds the network now. */
  public static Optional<ProcessHandle> ownerProcess() {
    return new ProcessLedger(folder("owner")).find(OWNER);
  }

  /** The state folder of the stack that held the network last, alive or not. */
  public static Optional<Path> lastOwner() {
    try {
      return Optional.of(Path.of(Files.readString(path("state-folder")).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes this process as the owner of the network. */
  public static void claim(Path stateFolder) {
    try {
      Files.writeString(path("state-folder"), stateFolder + "\n");
      new ProcessLedger(folder("owner")).record(OWNER, ProcessHandle.current().pid());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot claim the network", e);
    }
  }

  /** Says that nobody owns the network any more. */
  public static void release() {
    new ProcessLedger(folder("owner")).forget(OWNER);
  }

  private static Path folder(String name) {
    try {
      return Files.createDirectories(
          ROOT.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + ROOT, e);
    }
  }
}
