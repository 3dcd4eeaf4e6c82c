package io.culvert.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder of one stack: {@code pids}, {@code secrets}, {@code logs}, {@code data} and the file
 * {@code env}. Only its owner may look inside.
 */
public final class StateFolder {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int PASSWORD_BYTES = 24;
  private static final int KEY_BYTES = 32;

  private final Path root;
  private final ProcessLedger ledger;

  /** Opens the folder, and makes it where it is not there yet. */
  public StateFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
    folder("");
    this.ledger = new ProcessLedger(folder("pids"));
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** The processes this stack started. */
  public ProcessLedger ledger() {
    return ledger;
  }

  /** A folder inside, made where it is not there yet. */
  public Path folder(String name) {
    Path folder = root.resolve(name);
    try {
      Files.createDirectories(folder, OWNER_FOLDER);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }

  /** Where a part of the stack logs. */
  public Path log(String name) {
    return folder("logs").resolve(name + ".log");
  }

  /** Where a secret is kept. */
  public Path secretFile(String name) {
    return folder("secrets").resolve(name);
  }

  /** A password, made up at random on first use: 24 octets as letters, digits, - and _. */
  public String secret(String name) {
    return secret(
        name, () -> Base64.getUrlEncoder().withoutPadding().encodeToString(random(PASSWORD_BYTES)));
  }

  /** A key, made up at random on first use: 32 octets, Base64. */
  public String key(String name) {
    return secret(name, () -> Base64.getEncoder().encodeToString(random(KEY_BYTES)));
  }

  /** A secret, made by the supplier on first use and kept in a file only its owner may read. */
  public String secret(String name, Supplier<String> first) {
    Path file = secretFile(name);
    try {
      if (!Files.exists(file)) {
        Path fresh = file.resolveSibling(name + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_FILE);
        Files.writeString(fresh, first.get());
        Files.move(fresh, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret " + name, e);
    }
  }

  /** The addresses of the running stack as shell assignments; empty when none is up. */
  public Optional<String> environment() {
    try {
      return Files.exists(root.resolve("env"))
          ? Optional.of(Files.readString(root.resolve("env")))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root.resolve("env"), e);
    }
  }

  /** Writes the addresses of the running stack. */
  public void writeEnvironment(String text) {
    try {
      Files.writeString(root.resolve("env"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + root.resolve("env"), e);
    }
  }

  /** Says that no stack is up any more. */
  public void clearEnvironment() {
    delete(root.resolve("env"));
  }

  /** Deletes everything: data, secrets and logs. No process may be running. */
  public void purge() {
    delete(root);
  }

  private static byte[] random(int length) {
    byte[] random = new byte[length];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static void delete(Path path) {
    try (Stream<Path> tree = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
      for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
