package io.culvert.gateway.adapter.file;

import io.culvert.gateway.app.policy.Ppks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The operator's file of post-quantum pre-shared keys; see {@link Ppks#parse} for its lines. */
public final class PpkFile {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private PpkFile() {}

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read, others may, or a line is wrong; without its content
   */
  public static Ppks read(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
      throw new IOException(file + " is open to others: chmod 600 it, for it holds keys");
    }
    try {
      return Ppks.parse(Files.readAllLines(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ", " + e.getMessage(), e);
    }
  }
}
