package io.culvert.auth.login;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A file with a secret, which is made at the first start and readable by its owner alone. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * Makes the file if it is not there: whole or not at all, and where two instances start at the
   * same time, the first one's stays.
   *
   * @throws IOException when it cannot be written
   */
  public static void createIfAbsent(Path file, Supplier<byte[]> content) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // A temporary file is its owner's alone, 0600.
    Path whole = Files.createTempFile(folder, "secret", ".new");
    try {
      Files.write(whole, content.get());
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      Files.delete(whole);
    }
  }
}
